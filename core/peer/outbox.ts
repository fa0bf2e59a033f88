import type { DataKind } from './side-messages.ts';
import type { Member } from './member.ts';
import type { Members } from './members.ts';
import { WaitingMessages } from './waiting-messages.ts';
import type { WaitingMessage } from './waiting-messages.ts';

/** Failures after which the server may have passed a message on all the same. */
const UNCERTAIN: ReadonlySet<string> = new Set(['DisconnectedError', 'AckTimeoutError', 'backend_error']);

export interface OutboxOptions {
  members: Members;
  publish: (data: unknown) => Promise<void>;
  sendTo: (serverId: string, data: unknown) => Promise<void>;
}

/**
 * The application's messages on their way out. With every peer within the server's reach they go there at
 * once. During an outage they go over the side channel to whom there is one, and wait for the others, in
 * order and within bounds.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting = new WaitingMessages();
  #running = false;
  /** How often the server came back. */
  #comebacks = 0;
  /** Messages that went another way than the server's, or were to: they may have to go by the server after all. */
  #astray = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  broadcast(data: unknown): Promise<void> {
    if (this.#plain()) return this.#publish(data);
    return this.#enqueue(null, 'broadcast', data);
  }

  direct(peerId: string, data: unknown): Promise<void> {
    if (this.#plain()) return this.#sendTo(peerId, data);
    return this.#enqueue([peerId], 'direct', data);
  }

  /** The server is back. */
  restored(): void {
    this.#comebacks += 1;
    this.#waiting.hope();
    void this.#run();
  }

  /** The server does not let us in: what waits for it is given up, and nothing waits for it until there is hope again. */
  stall(err: Error): void {
    this.#waiting.stall(err);
  }

  /** It is worth waiting for the server. */
  hope(): void {
    this.#waiting.hope();
  }

  /** Nothing will go out any more. */
  close(err: Error): void {
    this.#waiting.close(err);
  }

  #plain(): boolean {
    const { members } = this.#options;
    if (!members.online || this.#running || this.#astray > 0 || !this.#waiting.empty) return false;
    return members.all.every((member) => member.route.state === 'server');
  }

  #enqueue(to: readonly string[] | null, kind: DataKind, data: unknown): Promise<void> {
    const sent = this.#waiting.enqueue(to, kind, data);
    void this.#run();
    return sent;
  }

  /** It was to go to one over the side channel, which went first: by way of the server, which may be `there` already. */
  #redirect(peerId: string, kind: DataKind, data: unknown, there: boolean): Promise<void> {
    const held = this.#waiting.hold([peerId], kind, data);
    if (there) void this.#run();
    return held;
  }

  /** What comes later does not overtake it. */
  #stray<T>(work: Promise<T>): Promise<T> {
    this.#astray += 1;
    return work.finally(() => (this.#astray -= 1));
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#settled();
      this.#sendDeferred();
      for (let message = this.#waiting.next(); message; message = this.#waiting.next()) {
        this.#dispatch(message);
        await this.#settled();
        this.#sendDeferred();
      }
    } finally {
      this.#running = false;
    }
  }

  /** While one route changes another may begin to: what goes out now would overtake what waits for that. */
  async #settled(): Promise<void> {
    const changing = (): Member[] =>
      this.#options.members.all.filter(({ route }) => route.state === 'changing');
    for (let some = changing(); some.length > 0; some = changing())
      await Promise.all(some.map(({ route }) => route.settled()));
  }

  /** To those whom it can reach now; for the others it waits. */
  #dispatch(message: WaitingMessage): void {
    const { members } = this.#options;
    const { to, kind, data } = message;
    if (to === null) return this.#dispatchToAll(message);
    // Who has left is no addressee any more of what goes to all. What is for one is answered by the server.
    const all = kind === 'direct' ? to : to.filter((peerId) => members.byId(peerId));
    const now = members.online ? all : all.filter((peerId) => this.#member(peerId)?.route.state === 'peer');
    const later = all.filter((peerId) => !now.includes(peerId));
    if (now.length === 0 && later.length > 0) return this.#waiting.setAside(message);
    this.#waiting.settle(message, () => [
      ...now.map((peerId) => this.#deliver(peerId, kind, data)),
      ...this.#later(later, message),
    ]);
  }

  #dispatchToAll(message: WaitingMessage): void {
    const { all, online } = this.#options.members;
    const { data } = message;
    const overSide = all.filter((member) => member.route.state === 'peer');
    if (!online && overSide.length === 0) return this.#waiting.setAside(message);
    const others = online ? [] : all.filter((member) => !overSide.includes(member));
    this.#waiting.settle(message, () => [
      ...overSide.map((member) => this.#stray(this.#whileThere(member, data))),
      ...(online ? [this.#publish(data)] : []),
      ...this.#later(
        others.map(({ remote }) => remote.id),
        message,
      ),
    ]);
  }

  #later(to: readonly string[], { kind, data }: WaitingMessage): Promise<void>[] {
    return to.length > 0 ? [this.#waiting.hold(to, kind, data)] : [];
  }

  /** Whoever leaves the channel before it has had a message to everyone is one of them no more. */
  async #whileThere(member: Member, data: unknown): Promise<void> {
    const { members } = this.#options;
    const { id } = member.remote;
    try {
      if (!(await member.route.send('broadcast', data, members.online)))
        await this.#redirect(id, 'broadcast', data, true);
    } catch (err) {
      if (members.ended || members.byId(id) === member) throw err;
    }
  }

  #sendDeferred(): void {
    for (const message of this.#waiting.takeDeferred()) this.#dispatch(message);
  }

  /** By the id that a peer has for the application, or by the one that the server has given it since. */
  #member(peerId: string): Member | undefined {
    const { members } = this.#options;
    return members.byId(peerId) ?? members.byServerId(peerId);
  }

  /** To one, by whichever way is agreed with it; `kind` is what it is called if that is the side channel. */
  #deliver(peerId: string, kind: DataKind, data: unknown): Promise<unknown> {
    const member = this.#member(peerId);
    if (member?.route.state !== 'peer') return this.#sendTo(peerId, data);
    const sent = member.route.send(kind, data);
    return this.#stray(sent.then<unknown>((had) => had || this.#redirect(peerId, kind, data, true)));
  }

  #publish(data: unknown): Promise<void> {
    const { members, publish } = this.#options;
    return this.#follow(members.all, 'broadcast', data, () => publish(data));
  }

  #sendTo(peerId: string, data: unknown): Promise<void> {
    const member = this.#member(peerId);
    const send = (): Promise<void> => this.#options.sendTo(member?.serverId ?? peerId, data);
    return this.#follow(member ? [member] : [], 'direct', data, send);
  }

  /**
   * By way of the server. Where our own socket breaks before that has answered, those that there is another way to
   * tell whether they have had it; with all of them its fate is known. What did not even leave, since the socket was
   * closing, goes over that way, and to the others once the server is back.
   */
  async #follow(
    receivers: readonly Member[],
    kind: DataKind,
    data: unknown,
    send: () => Promise<void>,
  ): Promise<void> {
    const json = JSON.stringify(data);
    const heard = receivers.filter(({ route }) => route.state !== 'peer');
    const followed = heard.map((member) => ({ member, passed: member.route.passing(kind, json) }));
    const answered = (): void => {
      for (const { member, passed } of followed) if (passed) member.route.answered(passed);
    };
    try {
      await send();
    } catch (err) {
      const name = err instanceof Error ? err.name : '';
      const left = name !== 'NotConnectedError';
      const torn = name === 'DisconnectedError' || !left;
      for (const { member, passed } of followed) {
        if (passed && UNCERTAIN.has(name)) passed.doubtful = true;
        else if (passed && !torn) member.route.withdraw(passed);
      }
      const untold = followed.filter(({ passed }) => !passed).map(({ member }) => member.remote.id);
      const inDoubt = left && (untold.length > 0 || heard.length === 0);
      const toNobody = kind === 'direct' && receivers.length === 0;
      const isOver = !torn || inDoubt || toNobody;
      const asked = isOver ? [] : followed;
      const comebacks = this.#comebacks;
      const told = asked.map(
        ({ member, passed }) =>
          // In the first reaction to it: what comes later has to find this message waiting already.
          passed &&
          member.route.fate(passed).then(
            (had) => {
              if (had) return undefined;
              if (left) throw err;
              // Not into the socket that has just refused it.
              return this.#redirect(member.remote.id, kind, data, this.#comebacks !== comebacks);
            },
            (cause: unknown) => {
              // It may have arrived over the side: that it did not leave by way of the server is not the whole of it.
              throw left ? err : cause;
            },
          ),
      );
      answered();
      if (isOver) throw err;
      const waits = untold.length > 0 || receivers.length === 0;
      const to = receivers.length > 0 ? untold : null;
      await this.#stray(Promise.all([...told, waits && this.#waiting.hold(to, kind, data)]));
      return;
    }
    answered();
  }
}
