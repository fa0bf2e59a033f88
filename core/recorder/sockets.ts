import { WsCloseCode } from '../protocol/close-codes.ts';
import { PROTOCOL_PATH } from '../protocol/limits.ts';
import { MAX_APPLICATION_FRAMES, MAX_FRAMES, MAX_SOCKETS } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import type { Call, Calls } from './calls.ts';
import { cleanText, cleanUrl } from './clean.ts';
import type { Draft } from './draft.ts';
import { digest } from './digest.ts';
import { FrameReader } from './frame-trace.ts';
import type { Patches } from './patches.ts';
import type { Scope } from './scope.ts';
import { tokenFacts, tokenSubject } from './token-trace.ts';
import type { FrameTrace, SocketTrace } from './trace.ts';

const MAX_SESSIONS = 500;
const MAX_REASON = 123;

interface Entry {
  readonly trace: Draft<SocketTrace, 'frames'>;
  readonly frames: BoundedList<FrameTrace>;
  readonly application: BoundedList<FrameTrace>;
  readonly reader: FrameReader | undefined;
  readonly call: Call | undefined;
  /** Who is behind it: a new socket with the same takes the call of one that is closed. */
  readonly client: string;
}

/** Every WebSocket of a page. Frames of our protocol are read, others only counted. */
export class Sockets {
  readonly #scope: Scope;
  readonly #calls: Calls;
  readonly #all: BoundedList<Entry>;
  readonly #known = new WeakMap<object, Entry>();
  /** Peers by the SDP sessions that they or their connections go by. */
  readonly #sessions = new Map<string, string>();
  /** Where a page used a secret key to connect, in words. */
  readonly secretKeys = new Set<string>();
  readonly #unlisten = new Set<() => void>();
  #serverClockOffset: number | undefined;

  constructor(scope: Scope, calls: Calls) {
    this.#scope = scope;
    this.#calls = calls;
    this.#all = new BoundedList(MAX_SOCKETS, scope.drop);
  }

  /** Milliseconds from this machine's clock to the server's, by the last welcome. */
  get serverClockOffset(): number | undefined {
    return this.#serverClockOffset;
  }

  hook(target: object, patches: Patches): void {
    patches.method(target, 'send', {
      after: (self, [data]) => {
        const entry = this.#known.get(self as object);
        if (!entry) return;
        entry.trace.sent += 1;
        if (typeof data === 'string') entry.reader?.sent(this.#scope.now(), data);
      },
    });
    patches.method(target, 'close', {
      after: (self) => {
        const entry = this.#known.get(self as object);
        if (entry && entry.trace.closedAt === undefined) entry.trace.closedByPage = true;
      },
    });
  }

  /** @param call Given by an engine of ours: the socket then speaks our protocol, whatever its URL. */
  watch(socket: EventTarget, given: string, call?: Call): void {
    const url = new URL(given, this.#scope.window.location.href);
    const token = url.searchParams.get('token');
    const key = url.searchParams.get('key');
    const ours = call !== undefined || (url.pathname === PROTOCOL_PATH && (token ?? key) !== null);
    const facts = ours && token !== null ? tokenFacts(token) : undefined;
    // Not the token, which is another one after each reconnect.
    const client = `${url.host} ${digest(key ?? tokenSubject(token ?? ''))}`;
    if (key?.startsWith('sk_')) this.secretKeys.add(`key of a WebSocket to ${cleanText(url.host)}`);
    const itsCall = call ?? (ours ? this.#callOf(client) : undefined);
    const entry: Entry = {
      trace: {
        id: this.#scope.nextId('w'),
        createdAt: this.#scope.now(),
        url: cleanUrl(given.startsWith('ws') ? given : url.href),
        ours,
        sent: 0,
        received: 0,
        ...(facts?.digest === undefined ? {} : { token: facts.digest }),
        ...(facts?.expiresAt === undefined ? {} : { tokenExpiresAt: facts.expiresAt }),
      },
      frames: new BoundedList(MAX_FRAMES, this.#scope.drop),
      application: new BoundedList(MAX_APPLICATION_FRAMES, this.#scope.drop),
      reader: itsCall && this.#readerFor(itsCall, () => entry),
      call: itsCall,
      client,
    };
    if (token !== null) itsCall?.token('used', token);
    this.#known.set(socket, entry);
    this.#all.push(entry);
    this.#listen(socket, entry);
    this.#scope.changed();
  }

  peerOf(sessions: Iterable<string>): string | undefined {
    for (const session of sessions) {
      const peer = this.#sessions.get(session);
      if (peer !== undefined) return peer;
    }
    return undefined;
  }

  /** Hears no more of sockets that are open. */
  stop(): void {
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten.clear();
  }

  snapshot(): SocketTrace[] {
    return this.#all.items.map(({ trace, frames, application }) => ({
      ...trace,
      frames: [...frames.items, ...application.items].sort((a, b) => a.at - b.at),
    }));
  }

  #listen(socket: EventTarget, entry: Entry): void {
    const { trace } = entry;
    const note = (): void => this.#scope.changed();
    const own: (() => void)[] = [];
    const on = (type: string, work: (event: Event) => void): void => {
      const unlisten = this.#scope.on(socket, type, work);
      own.push(unlisten);
      this.#unlisten.add(unlisten);
    };
    on('open', () => {
      trace.openedAt = this.#scope.now();
      note();
    });
    on('message', (event) => {
      trace.received += 1;
      if (!entry.reader) return;
      const { data } = event as MessageEvent<unknown>;
      if (typeof data === 'string') entry.reader.received(this.#scope.now(), data);
      note();
    });
    on('close', (event) => {
      // Nothing comes after it.
      for (const unlisten of own) this.#unlisten.delete(unlisten);
      const { code, reason } = event as CloseEvent;
      trace.closedAt = this.#scope.now();
      trace.closeCode = code;
      trace.closeReason = cleanText(reason, MAX_REASON);
      // Its own watchdog closes a socket too, and comes back.
      if (trace.closedByPage && code !== WsCloseCode.ClientInactivity) entry.call?.note({ type: 'left' });
      note();
    });
  }

  /** A client that connects again goes on with its call; two at a time have one each. */
  #callOf(client: string): Call {
    const own = this.#all.items.filter((entry) => entry.client === client);
    const busy = new Set(own.filter(({ trace }) => trace.closedAt === undefined).map(({ call }) => call));
    const before = own.findLast(({ call }) => call && !busy.has(call));
    if (!before?.call) return this.#calls.add();
    const { call, trace } = before;
    const attempt = own.filter((entry) => entry.call === call).length;
    call.note({ type: 'reconnecting', attempt, inMs: this.#scope.now() - (trace.closedAt ?? 0) });
    return call;
  }

  #readerFor(call: Call, entry: () => Entry): FrameReader {
    let self = '';
    return new FrameReader({
      frame: (frame, application) => (application ? entry().application : entry().frames).push(frame),
      welcome: (peerId, serverTime) => {
        self = peerId;
        // The server tells whole seconds: the middle of the second is closest.
        this.#serverClockOffset = serverTime + 500 - this.#scope.now();
      },
      presence: (channel, joined, left, snapshot) => {
        call.presence(joined, left, snapshot, self);
        if (snapshot) call.note({ type: 'joined', channel, peer: self });
      },
      session: (id, peer) => {
        this.#sessions.set(id, peer);
        for (const oldest of this.#sessions.keys()) {
          if (this.#sessions.size <= MAX_SESSIONS) break;
          this.#sessions.delete(oldest);
        }
      },
    });
  }
}
