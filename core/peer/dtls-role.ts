import { dtlsRole, isFromFirefox, otherRole, withRole } from './sdp.ts';
import type { DtlsRole } from './sdp.ts';

/**
 * The part that this end has in the DTLS association. Asked to restart ICE, Firefox takes the active part whatever
 * it was before, which Chromium refuses ("Failed to set SSL role", seen in 153 and 156). An offer that leaves
 * Firefox no choice keeps the parts as they are.
 */
export class SteadyRole {
  #role: DtlsRole | undefined;
  #remoteIsFirefox = false;

  /** Theirs, before it is applied. */
  remoteDescription(sdp: string): void {
    this.#remoteIsFirefox = isFromFirefox(sdp);
  }

  /** Ours, to their offer. */
  answered(sdp: string): void {
    this.#role = dtlsRole(sdp);
  }

  /** Theirs, to our offer. */
  accepted(sdp: string): void {
    this.#role = otherRole(dtlsRole(sdp));
  }

  /** A description of ours as it is to be sent. */
  settled(type: 'offer' | 'answer', sdp: string): string {
    return type === 'offer' && this.#remoteIsFirefox && this.#role ? withRole(sdp, this.#role) : sdp;
  }

  /** The connection is another one. */
  forget(): void {
    this.#role = undefined;
  }
}
