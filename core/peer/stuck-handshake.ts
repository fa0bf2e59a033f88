import type { RTCPeerConnectionLike } from './connection-like.ts';

const CHECK_MS = 2_000;
/** Checks in a row that find a path and no connection over it. Two that begin anew at once would cross. */
const CHECKS = 3;
const CHECKS_WHERE_POLITE = 5;
/** What lets no handshake through is not mended by another connection: so often, until one has come about. */
const MAX_ANEW = 3;

/**
 * A DTLS handshake that leads nowhere. Chromium answers the first ClientHello that came, before the answer that it
 * belongs to: where that answer was lost and the offer is answered by another connection since, both stay `connecting`
 * for ever over a path that works (seen in 156; Firefox 153 takes the second).
 */
export class StuckHandshake {
  readonly #side: { readonly polite: boolean };
  readonly #stuck: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #anew = 0;

  constructor(side: { readonly polite: boolean }, stuck: () => void) {
    this.#side = side;
    this.#stuck = stuck;
  }

  /** The connection's state has changed. */
  watch(pc: RTCPeerConnectionLike): void {
    this.stop();
    if (pc.connectionState === 'connected') this.#anew = 0;
    else if (pc.connectionState === 'connecting' && this.#anew < MAX_ANEW) this.#check(pc, 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #check(pc: RTCPeerConnectionLike, found: number): void {
    this.#timer = setTimeout(() => {
      const hasPath = pc.iceConnectionState === 'connected' || pc.iceConnectionState === 'completed';
      const now = hasPath && pc.remoteDescription !== null ? found + 1 : 0;
      if (now < (this.#side.polite ? CHECKS_WHERE_POLITE : CHECKS)) return this.#check(pc, now);
      this.#anew += 1;
      this.#stuck();
    }, CHECK_MS);
  }
}
