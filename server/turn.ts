import { createHmac } from 'node:crypto';
import type { IceServerConfig, Metadata } from '../core/protocol/frames.ts';
import type { Identity } from './auth.ts';

/** A coturn that shares a secret with this server: its `use-auth-secret` and `static-auth-secret`. */
export interface TurnOptions {
  /** `stun:`, `turn:` and `turns:` URLs, at most 16. */
  urls: readonly string[];
  secret: string;
  /** Seconds a credential is good for. coturn checks when a client allocates, so calls outlive it. */
  ttlSeconds: number;
}

/**
 * Credentials of one peer, as coturn derives them itself: the name is the time they end and the peer,
 * the password an HMAC of the name.
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00
 * @param nowMs unix milliseconds
 */
export function turnServers(turn: TurnOptions, peerId: string, nowMs: number): IceServerConfig[] {
  const username = `${Math.floor(nowMs / 1000) + turn.ttlSeconds}:${peerId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  const needsCredential = (url: string): boolean => /^turns?:/i.test(url);
  const stun = turn.urls.filter((url) => !needsCredential(url));
  const relays = turn.urls.filter(needsCredential);
  return [
    ...(stun.length > 0 ? [{ urls: stun }] : []),
    ...(relays.length > 0 ? [{ urls: relays, username, credential }] : []),
  ];
}

/** What the welcome tells a peer alone: its token's metadata, and ICE servers unless the token brought its own. */
export function welcomeMetadata(
  { metadata, turn: wanted, peerId }: Identity,
  turn: TurnOptions | undefined,
  nowMs: number,
): Metadata | undefined {
  if (!turn || !wanted || (metadata && 'iceServers' in metadata)) return metadata;
  return { ...metadata, iceServers: turnServers(turn, peerId, nowMs) };
}
