import type { MeteredPeerOptions } from '../core/index.ts';
import { MeteredPeer } from '../core/peer/metered-peer.ts';
import type { Chat } from './chat.ts';
import type { Credential, TokenAttempt } from './credential.ts';
import { credentialOf } from './credential.ts';
import type { Diagnosis, Doctor } from './doctor.ts';
import { CallError } from './failures.ts';
import { cleanName } from './names.ts';
import type { Others } from './others.ts';
import type { OwnMedia } from './own-media.ts';
import type { PolicyWatch } from './policy-watch.ts';
import type { Recovery } from './recovery.ts';
import { watchRecovery } from './recovery.ts';
import type { ReportExchange } from './report-exchange.ts';
import type { CallSettings } from './setup.ts';

export { MeteredPeer };

/** What outlives a session. */
export interface SessionParts {
  readonly own: OwnMedia;
  readonly others: Others;
  readonly chat: Chat;
}

/** Who hears of it. */
export interface SessionOwner {
  createPeer(options: MeteredPeerOptions): MeteredPeer | Promise<MeteredPeer>;
  changed(): void;
  /** The engine's state is another. */
  moved(to: MeteredPeer['state']): void;
  /** The engine told of an error. */
  failed(error: unknown): void;
  diagnosed(diagnosis: Diagnosis): void;
  /** This side's report. */
  report(): Promise<Blob>;
}

/** One attempt at a call, and the call if it comes to be: what was made for it ends with it, and is heard no more. */
export class CallSession {
  peer: MeteredPeer | null = null;
  doctor: Doctor | null = null;
  reports: ReportExchange | null = null;
  recovery: Recovery | null = null;
  readonly #parts: SessionParts;
  readonly #owner: SessionOwner;
  readonly #settings: CallSettings;
  readonly #credential: Credential | null;
  /** Once it is given up. */
  readonly #signal: AbortSignal;
  #policy: PolicyWatch | null = null;

  constructor(parts: SessionParts, owner: SessionOwner, settings: CallSettings, signal: AbortSignal) {
    this.#parts = parts;
    this.#owner = owner;
    this.#settings = settings;
    this.#credential = credentialOf(settings);
    this.#signal = signal;
  }

  /** How the page's token provider has fared. */
  get token(): TokenAttempt | undefined {
    return this.#credential?.attempt();
  }

  /**
   * Resolves in the room.
   * @throws CallError `cancelled`, `server-invalid`, `join-failed`, `signalling-blocked-by-policy`; whatever else the engine says.
   */
  async enter(): Promise<void> {
    const peer = await this.#open();
    const stopped = this.#policy?.blocked.then(() => {
      throw new CallError('signalling-blocked-by-policy');
    });
    await Promise.race([peer.join(this.#settings.room), ...(stopped ? [stopped] : [])]);
  }

  /** Whether it is the page's own policy that keeps the server from being reached. */
  async isBlocked(): Promise<boolean> {
    return (await this.#policy?.asked()) === true;
  }

  close(reason?: string): Promise<void> {
    const { peer } = this;
    this.reports?.close();
    this.peer = this.doctor = this.reports = this.recovery = this.#policy = null;
    return peer ? peer.close(reason).catch(() => undefined) : Promise.resolve();
  }

  async #open(): Promise<MeteredPeer> {
    let peer: MeteredPeer;
    const { server, displayName: name } = this.#settings;
    const { own, others, chat } = this.#parts;
    const owner = this.#owner;
    const displayName = cleanName(name);
    const logger = watchRecovery(this.#settings.logger, (recovery) => {
      if (this.#signal.aborted) return;
      this.recovery = recovery;
      owner.changed();
    });
    await this.#callDoctor();
    try {
      peer = await owner.createPeer({
        ...this.doctor?.options,
        ...(this.#credential?.options ?? {}),
        ...(server ? { url: server } : {}),
        logger,
        ...(displayName ? { displayName } : {}),
      });
    } catch (error) {
      throw new CallError(server && error instanceof TypeError ? 'server-invalid' : 'join-failed', error);
    }
    if (this.#signal.aborted) {
      void peer.close();
      throw new CallError('cancelled');
    }
    this.peer = peer;
    peer.on('state-change', ({ to }) => this.peer === peer && owner.moved(to));
    peer.on('error', ({ err }) => this.peer === peer && owner.failed(err));
    others.attach(peer);
    chat.connect(peer);
    this.reports?.connect(peer);
    own.attach(peer);
    return peer;
  }

  /** The doctor comes with the engine. A call without one is a call as well. */
  async #callDoctor(): Promise<void> {
    const owner = this.#owner;
    const { own, others } = this.#parts;
    const signal = this.#signal;
    const found = await import('./doctor.ts').catch(() => null);
    if (!found || signal.aborted) return;
    const doctor = new found.Doctor((diagnosis) => {
      // One that was looking when the call ended says so afterwards.
      if (this.doctor === doctor) owner.diagnosed(diagnosis);
    });
    signal.addEventListener('abort', () => doctor.stop());
    this.#policy = found.watchPolicy(this.#settings.server, signal);
    this.reports = new found.ReportExchange({
      changed: () => owner.changed(),
      nameOf: (id) => others.nameOf(id),
      own: () => owner.report(),
      read: (blob) => doctor.read(blob),
    });
    doctor.captured(own.local.stream);
    this.doctor = doctor;
  }
}
