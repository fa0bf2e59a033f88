import type { RtcSignal, TrackMetadataMessage } from '../protocol/frames.ts';
import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';

export type OutgoingSignal = RtcSignal | TrackMetadataMessage;

/** Failures of delivery that mend themselves when the signalling connection is back. */
const UNDELIVERED: ReadonlySet<string> = new Set([
  'NotConnectedError',
  'DisconnectedError',
  'AckTimeoutError',
  'peer_not_found',
]);

export interface SignalWays {
  /** By way of the signalling server. */
  send(payload: OutgoingSignal): Promise<void>;
  /** Whether that way is open at both ends, as far as is known. */
  reachable(): boolean;
  /** Over the side channel, where it is open; false where it is not. */
  sendSide(payload: OutgoingSignal): boolean;
  /** The server refused to carry it, for instance because the key may not send. */
  refused(payload: OutgoingSignal, err: Error): void;
  logger: Logger;
}

/** Signals on their way out: by the server, and by the side channel where the server does not reach. */
export class OutgoingSignals {
  readonly #ways: SignalWays;
  /** The side channel leads somewhere: what waits in a dead path would arrive when it is long outdated. */
  #pathAlive = false;
  #undelivered = false;
  #closed = false;

  constructor(ways: SignalWays) {
    this.#ways = ways;
  }

  /** A description that went out has not arrived: it has to be sent again. */
  get undelivered(): boolean {
    return this.#undelivered;
  }

  connectionState(state: RTCPeerConnectionState): void {
    // Firefox also calls a living connection `connecting` while it offers another section (seen in 153).
    if (state !== 'connecting') this.#pathAlive = state === 'connected';
  }

  deliver(payload: OutgoingSignal): void {
    if (this.#closed) return;
    if (isDescription(payload)) this.#undelivered = false;
    if (!this.#ways.reachable() && this.#sendSide(payload)) return;
    this.#ways.send(payload).catch((thrown: unknown) => this.#failed(payload, scrubbedError(thrown)));
  }

  /** The connection is another one. */
  forget(): void {
    this.#undelivered = false;
    this.#pathAlive = false;
  }

  close(): void {
    this.#closed = true;
  }

  #sendSide(payload: OutgoingSignal): boolean {
    return this.#pathAlive && this.#ways.sendSide(payload);
  }

  #failed(payload: OutgoingSignal, err: Error): void {
    if (this.#closed) return;
    this.#ways.logger.debug('a signal was not delivered', { error: err.name });
    if (!UNDELIVERED.has(err.name)) this.#ways.refused(payload, err);
    else if (!this.#sendSide(payload) && isDescription(payload)) this.#undelivered = true;
  }
}

export function isDescription(
  payload: OutgoingSignal,
): payload is Extract<RtcSignal, { type: 'rtc-description' }> {
  return 'type' in payload && payload.type === 'rtc-description';
}
