import type { ErrorCode, PresencePeer, WelcomePayload } from '../core/protocol/frames.ts';

/** Why the server took a peer out itself. */
export type DepartureReason = NonNullable<PresencePeer['reason']>;

/**
 * The server's frames as text. Parts that go to many receivers come in as JSON already, so that a
 * fan-out writes them once.
 */

export const PONG_FRAME = '{"type":"pong"}';

export function welcomeFrame(payload: WelcomePayload): string {
  return JSON.stringify({ type: 'welcome', ...payload });
}

export function ackFrame(requestId: string): string {
  return JSON.stringify({ type: 'ack', requestId });
}

export function errorFrame(code: ErrorCode, message: string, requestId: string | undefined): string {
  return JSON.stringify({ type: 'error', code, message, ...(requestId === undefined ? {} : { requestId }) });
}

export function goingAwayFrame(retryAfterMs: number): string {
  return JSON.stringify({ type: 'going_away', retryAfterMs });
}

export function presenceEntry(peer: PresencePeer): string {
  return JSON.stringify(peer);
}

/** @param joined @param left entries made by presenceEntry */
export function presenceFrame(channel: string, joined: readonly string[], left: readonly string[]): string {
  return `{"type":"presence","channel":${JSON.stringify(channel)},"joined":[${joined.join()}],"left":[${left.join()}]}`;
}

export function departureFrame(channel: string, peerId: string, reason: DepartureReason | undefined): string {
  return presenceFrame(channel, [], [presenceEntry({ peerId, ...(reason ? { reason } : {}) })]);
}

export interface OutgoingData {
  from: string;
  dataJson: string;
  /** `from` is a connected peer's id, and not what the application's server chose to write there. */
  fromPeer: boolean;
  /** The sender's peerMetadata as JSON, if this receiver is to get it. */
  fromMetadataJson: string | undefined;
}

export function messageFrame(channel: string, outgoing: OutgoingData): string {
  return `{"type":"message","channel":${JSON.stringify(channel)},${payload(outgoing)}}`;
}

export function directFrame(outgoing: OutgoingData): string {
  return `{"type":"direct",${payload(outgoing)}}`;
}

function payload({ from, dataJson, fromMetadataJson }: OutgoingData): string {
  const metadata = fromMetadataJson === undefined ? '' : `"fromMetadata":${fromMetadataJson},`;
  return `"from":${JSON.stringify(from)},${metadata}"data":${dataJson}`;
}
