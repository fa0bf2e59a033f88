import type { PresencePeer } from '../protocol/frames.ts';
import { MAX_CALLS, MAX_CALL_EVENTS, MAX_HEALTH, MAX_PEERS, MAX_TOKENS } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import { cleanError, cleanText } from './clean.ts';
import type { Draft } from './draft.ts';
import type { Scope } from './scope.ts';
import { tokenFacts } from './token-trace.ts';
import type { CallEvent, CallTrace, PeerHealthTrace, PeerTrace, TokenEvent } from './trace.ts';

type PeerDraft = Draft<PeerTrace, 'health'> & { readonly health: BoundedList<PeerHealthTrace> };
type Unstamped<E> = E extends unknown ? Omit<E, 'at'> : never;

/** What an owner of an engine, or a socket's frames, tell of one call. */
export class Call {
  readonly id: string;
  readonly createdAt: number;
  readonly log: BoundedList<CallEvent>;
  readonly #calls: Calls;
  readonly #scope: Scope;

  constructor(calls: Calls, scope: Scope) {
    this.#calls = calls;
    this.#scope = scope;
    this.id = scope.nextId('call');
    this.createdAt = scope.now();
    this.log = new BoundedList(MAX_CALL_EVENTS, scope.drop);
  }

  note(event: Unstamped<CallEvent>): void {
    this.log.push({ at: this.#scope.now(), ...event });
    this.#scope.changed();
  }

  /** An error that the engine threw or told of. */
  failed(thrown: unknown): void {
    this.note({ type: 'error', error: cleanError(thrown) });
  }

  /** A token was asked for, came or did not; only a digest and its claims are kept. */
  token(type: TokenEvent['type'], token?: string, thrown?: unknown): void {
    this.#calls.tokens.push({
      at: this.#scope.now(),
      client: this.id,
      type,
      ...(token === undefined ? {} : tokenFacts(token)),
      ...(thrown === undefined ? {} : { error: cleanError(thrown) }),
    });
    this.#scope.changed();
  }

  peer(id: string, what: { readonly label?: string; readonly ours?: boolean } = {}): void {
    const peer = this.#calls.peer(this.id, id);
    delete peer.leftAt;
    if (what.label !== undefined) peer.label = cleanText(what.label, 128);
    if (what.ours) peer.ours = true;
    this.#scope.changed();
  }

  peerLeft(id: string): void {
    this.#calls.peer(this.id, id).leftAt ??= this.#scope.now();
    this.#scope.changed();
  }

  health(id: string, health: Omit<PeerHealthTrace, 'at'>): void {
    this.#calls.peer(this.id, id).health.push({ at: this.#scope.now(), ...health });
    this.#scope.changed();
  }

  /** Presence as it came over the wire; a snapshot is the whole roster. */
  presence(
    joined: readonly PresencePeer[],
    left: readonly PresencePeer[],
    snapshot: boolean,
    self: string,
  ): void {
    const here = new Set<string>();
    for (const { peerId, metadata } of joined) {
      if (peerId === self) continue;
      const label = metadata?.['displayName'];
      this.peer(peerId, typeof label === 'string' ? { label } : {});
      here.add(cleanText(peerId, 256));
    }
    for (const { peerId } of left) this.peerLeft(peerId);
    if (snapshot) this.#calls.onlyHere(this.id, here);
  }
}

/** Every call of a page and who takes part. */
export class Calls {
  readonly tokens: BoundedList<TokenEvent>;
  readonly #scope: Scope;
  readonly #all: BoundedList<Call>;
  readonly #peers: BoundedList<PeerDraft>;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.tokens = new BoundedList(MAX_TOKENS, scope.drop);
    this.#all = new BoundedList(MAX_CALLS, scope.drop);
    this.#peers = new BoundedList(MAX_PEERS, scope.drop);
  }

  add(): Call {
    const call = new Call(this, this.#scope);
    this.#all.push(call);
    return call;
  }

  peer(call: string, given: string): PeerDraft {
    const id = cleanText(given, 256);
    let peer = this.#peers.items.find((known) => known.id === id && known.call === call);
    if (!peer) {
      const health = new BoundedList<PeerHealthTrace>(MAX_HEALTH, this.#scope.drop);
      peer = { id, call, joinedAt: this.#scope.now(), ours: false, health };
      this.#peers.push(peer);
    }
    return peer;
  }

  /** Whoever is not in this roster has left. */
  onlyHere(call: string, roster: ReadonlySet<string>): void {
    for (const peer of this.#peers.items)
      if (peer.call === call && !roster.has(peer.id)) peer.leftAt ??= this.#scope.now();
  }

  snapshot(): { calls: CallTrace[]; peers: PeerTrace[]; tokens: TokenEvent[] } {
    return {
      calls: this.#all.items.map(({ id, createdAt, log }) => ({ id, createdAt, log: [...log.items] })),
      peers: this.#peers.items.map((peer) => ({ ...peer, health: [...peer.health.items] })),
      tokens: [...this.tokens.items],
    };
  }
}
