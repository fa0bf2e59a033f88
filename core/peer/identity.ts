import { isRecord } from '../util/is-record.ts';
import { nonce } from '../util/nonce.ts';

/** Key of the two messages that our own peers send each other by way of the server. */
const KEY = '__meteredCall';

/**
 * `via`: the fingerprint of the sender's end of the connection that the nonce came by. `e`: the sender's change of route up to which the
 * fence stands; 0 where it did not say.
 */
export type ServerNote = { proof: string; via: string } | { fence: string; e: number };

/** What goes to a peer that has said hello, and to no other: the published client knows it not. */
export function buildServerNote(note: ServerNote): Record<string, unknown> {
  return { [KEY]: note };
}

/** The note in a direct message, if it is one. */
export function parseServerNote(data: unknown): ServerNote | undefined {
  if (!isRecord(data) || Object.keys(data).length !== 1) return undefined;
  const note = data[KEY];
  if (!isRecord(note)) return undefined;
  const { proof, via, fence, e } = note;
  if (typeof proof === 'string') return typeof via === 'string' ? { proof, via } : undefined;
  if (typeof fence === 'string') return { fence, e: Number.isSafeInteger(e) ? (e as number) : 0 };
  return undefined;
}

interface Claim {
  readonly id: string;
  readonly nonce: string;
}

/**
 * Claims of peers to a new id. The nonce travels over the side channel, so only that peer has it; it comes
 * back by way of the server, which stamps the sender: that stamp is the proof. A nonce that the peer hands on
 * to another comes back with the fingerprint of another connection, and proves nothing.
 */
export class IdentityClaims<P> {
  readonly #claims = new Map<P, Claim>();

  /** A claim is open; the nonce to challenge the peer with. A new claim takes the place of an old one. */
  open(peer: P, id: string): string {
    const claim = { id, nonce: nonce() };
    this.#claims.set(peer, claim);
    return claim.nonce;
  }

  /** Whether someone says that this id is theirs. */
  claimed(id: string): boolean {
    for (const claim of this.#claims.values()) if (claim.id === id) return true;
    return false;
  }

  /** The peer whose claim this proof closes; undefined if it proves nothing. */
  prove(from: string, proof: string, isFrom: (peer: P) => boolean): P | undefined {
    for (const [peer, claim] of this.#claims) {
      if (claim.id !== from || claim.nonce !== proof || !isFrom(peer)) continue;
      this.#claims.delete(peer);
      return peer;
    }
    return undefined;
  }

  /** Claims still without a proof. */
  pending(): { member: P; nonce: string }[] {
    return Array.from(this.#claims, ([member, claim]) => ({ member, nonce: claim.nonce }));
  }

  forget(peer: P): void {
    this.#claims.delete(peer);
  }
}
