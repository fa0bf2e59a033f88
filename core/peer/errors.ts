import { OversizedError } from '../util/oversized.ts';

/** A payload above the server's limit; rejected before anything is sent. */
export class MeteredPeerOversizedError extends OversizedError {
  override readonly name = 'MeteredPeerOversizedError';
}

/** A send that cannot be made; `code` says why. */
export class MeteredPeerSendError extends Error {
  override readonly name = 'MeteredPeerSendError';
  readonly code: 'reserved_channel' | 'not_joined' | 'invalid_args' | 'self_send';

  constructor(code: MeteredPeerSendError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A method called in a state in which it cannot act. */
export class MeteredPeerStateError extends Error {
  override readonly name = 'MeteredPeerStateError';
  readonly code: 'invalid_state' | 'track_already_attached';
  readonly method: string;
  readonly currentState?: string;

  constructor(code: MeteredPeerStateError['code'], method: string, message: string, currentState?: string) {
    super(message);
    this.code = code;
    this.method = method;
    if (currentState !== undefined) this.currentState = currentState;
  }
}

/** `replaceTrack()` did not succeed for every peer: who has the new track, and who kept the old one. */
export class MeteredPeerReplaceTrackError extends Error {
  override readonly name = 'MeteredPeerReplaceTrackError';
  readonly code = 'replace_track_failed';
  readonly succeeded: readonly string[];
  readonly failed: ReadonlyArray<{ peerId: string; err: Error }>;

  constructor(succeeded: readonly string[], failed: ReadonlyArray<{ peerId: string; err: Error }>) {
    super(`The track was not replaced for ${failed.length} of ${succeeded.length + failed.length} peers.`);
    this.succeeded = succeeded;
    this.failed = failed;
  }
}
