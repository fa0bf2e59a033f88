import { isRecord } from '../util/is-record.ts';
import type { Metadata, RtcSignal } from './frames.ts';
import { MAX_CANDIDATE_LENGTH, MAX_SDP_LENGTH } from './limits.ts';

/** Key of the reserved message that carries one track's metadata. */
export const TRACK_METADATA_KEY = '__meteredTrackMeta';

export type ParsedSignal =
  | { kind: 'signal'; signal: RtcSignal }
  | { kind: 'track-metadata'; trackId: string; metadata: Metadata | undefined }
  /** Shaped like a signal, but not a usable one: drop it, never hand it to the application. */
  | { kind: 'invalid'; reason: string }
  | { kind: 'application' };

/** Sorts the `data` of a direct message: ours to act on, or the application's. Never throws. */
export function parseSignal(data: unknown): ParsedSignal {
  if (!isRecord(data)) return { kind: 'application' };
  if (data['type'] === 'rtc-description') return parseDescription(data['description']);
  if (data['type'] === 'rtc-ice') return parseCandidate(data['candidate']);
  if (TRACK_METADATA_KEY in data) return parseTrackMetadata(data[TRACK_METADATA_KEY]);
  return { kind: 'application' };
}

function parseDescription(value: unknown): ParsedSignal {
  // Without a description it is not a signal to the published client either: it is the application's.
  if (!isRecord(value)) return { kind: 'application' };
  const { type, sdp } = value;
  if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return { kind: 'application' };
  if (sdp.length > MAX_SDP_LENGTH) return { kind: 'invalid', reason: 'description too long' };
  return { kind: 'signal', signal: { type: 'rtc-description', description: { type, sdp } } };
}

function parseCandidate(value: unknown): ParsedSignal {
  if (value === null) return { kind: 'signal', signal: { type: 'rtc-ice', candidate: null } };
  if (!isRecord(value)) return { kind: 'application' };
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value;
  if (typeof candidate !== 'string') return { kind: 'invalid', reason: 'candidate is not a string' };
  if (candidate.length > MAX_CANDIDATE_LENGTH) return { kind: 'invalid', reason: 'candidate too long' };
  const init: RTCIceCandidateInit = { candidate };
  if (typeof sdpMid === 'string' && sdpMid.length <= 64) init.sdpMid = sdpMid;
  if (typeof sdpMLineIndex === 'number' && Number.isInteger(sdpMLineIndex) && sdpMLineIndex >= 0) {
    init.sdpMLineIndex = sdpMLineIndex;
  }
  if (typeof usernameFragment === 'string' && usernameFragment.length <= 256) {
    init.usernameFragment = usernameFragment;
  }
  return { kind: 'signal', signal: { type: 'rtc-ice', candidate: init } };
}

function parseTrackMetadata(value: unknown): ParsedSignal {
  if (!isRecord(value)) return { kind: 'application' };
  const { trackId, metadata } = value;
  if (typeof trackId !== 'string' || trackId === '' || trackId.length > 256) {
    return { kind: 'invalid', reason: 'track metadata without trackId' };
  }
  if (metadata !== undefined && !isRecord(metadata))
    return { kind: 'invalid', reason: 'track metadata is not an object' };
  return { kind: 'track-metadata', trackId, metadata };
}
