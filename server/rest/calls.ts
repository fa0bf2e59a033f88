import { SignJWT } from 'jose';
import { matchesAnyPattern } from '../../core/protocol/channel-pattern.ts';
import type { Action, PresencePeer } from '../../core/protocol/frames.ts';
import { MAX_METADATA_SIZE, MAX_PEER_METADATA_SIZE } from '../../core/protocol/limits.ts';
import { isChannelName, isPeerId, isReservedChannel } from '../../core/protocol/names.ts';
import { ACTIONS, isActionList, isMetadata, isPatternList } from '../claims.ts';
import type { Hub } from '../hub.ts';
import { toJson } from '../json-size.ts';
import type { ServerLimits } from '../limits.ts';
import type { FoundSecret } from '../tenants.ts';
import { billingPeriod } from '../usage.ts';
import { RestError } from './answer.ts';

/** One call, its credentials good, its body read. */
export interface RestCall {
  signer: FoundSecret;
  hub: Hub;
  /** The limits of the tenant's connections. */
  limits: ServerLimits;
  /** The decoded part of the path that names a channel or a peer; empty where the call has none. */
  subject: string;
  body: Record<string, unknown>;
}

const DEFAULT_LIFETIME_S = 3_600;
const MAX_LIFETIME_S = 86_400;
/** Whom a message comes from that the application's server publishes without saying. */
const SERVER_PEER_ID = 'server';

const invalid = (message: string): RestError => new RestError('invalid_request', message);

/** `POST /v1/tokens` */
export async function mintToken({ signer, body }: RestCall): Promise<{ token: string; expiresAt: number }> {
  const { peerId, expiresInSec = DEFAULT_LIFETIME_S, metadata, peerMetadata } = body;
  const { key, bytes } = signer;
  const channels = body['channels'] ?? key.channels ?? ['**'];
  const permissions = body['permissions'] ?? key.actions ?? ACTIONS;
  if (!isPeerId(peerId)) throw invalid('peerId must be 1 to 128 printable ASCII characters.');
  if (!isPatternList(channels)) throw invalid('channels must be a list of at most 100 patterns.');
  if (!isActionList(permissions)) throw invalid('permissions must be a list of known actions.');
  if (!isLifetime(expiresInSec)) throw invalid('expiresInSec must be a whole number from 1 to 86400.');
  if (!isMetadata(metadata, MAX_METADATA_SIZE)) throw invalid('metadata must be an object of at most 8 KB.');
  if (!isMetadata(peerMetadata, MAX_PEER_METADATA_SIZE)) {
    throw invalid('peerMetadata must be an object of at most 4 KB.');
  }
  for (const action of permissions) needs(signer, action);
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + expiresInSec;
  const claims = { channels, permissions, metadata, peerMetadata };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.id })
    .setSubject(peerId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(bytes);
  return { token, expiresAt };
}

/** `GET /v1/channels/:id/peers` */
export function listPeers({ signer, hub, subject }: RestCall): { channel: string; peers: PresencePeer[] } {
  const channel = channelOf(subject);
  needs(signer, 'presence', channel);
  return { channel, peers: hub.entriesOf(channel).map((entry) => JSON.parse(entry) as PresencePeer) };
}

/** `POST /v1/channels/:id/publish` */
export async function publish({ signer, hub, subject, body }: RestCall): Promise<{ channel: string }> {
  const channel = channelOf(subject);
  needs(signer, 'publish', channel);
  const { data, from = SERVER_PEER_ID, peerMetadata } = body;
  if (!isPeerId(from)) throw invalid('from must be 1 to 128 printable ASCII characters.');
  if (!isMetadata(peerMetadata, MAX_PEER_METADATA_SIZE)) {
    throw invalid('peerMetadata must be an object of at most 4 KB.');
  }
  if (data === undefined) throw invalid('A publish needs data.');
  const dataJson = toJson(data);
  if (dataJson === undefined) throw invalid('The data is nested too deeply.');
  if (!(await hub.quota.spend())) {
    throw new RestError('over_message_quota', 'The message quota of this period is spent.');
  }
  const fromMetadataJson = peerMetadata === undefined ? undefined : toJson(peerMetadata);
  await hub.publish(channel, { from, fromPeer: false, dataJson, fromMetadataJson });
  return { channel };
}

/** `DELETE /v1/peers/:id` */
export async function kickPeer({
  hub,
  subject,
}: RestCall): Promise<{ peerId: string; disconnected: number }> {
  if (!isPeerId(subject)) throw invalid('The peer id is not valid.');
  const disconnected = await hub.kick(subject);
  if (disconnected === 0) throw new RestError('not_found', 'No such peer is connected.');
  return { peerId: subject, disconnected };
}

/** `GET /v1/usage` */
export async function usage({ signer, hub, limits }: RestCall) {
  const { plan = {} } = signer.tenant;
  const { start, end } = billingPeriod(Date.now());
  return {
    connections: hub.connectionsEverywhere(),
    period: { start, end, messages: await hub.quota.spent() },
    limits: {
      maxConnections: plan.maxConnections ?? null,
      messagesPerSecond: limits.messagesPerSecond,
      messageBurst: limits.messageBurst,
      messageQuota: plan.messageQuota ?? null,
    },
  };
}

function channelOf(subject: string): string {
  if (!isChannelName(subject)) throw invalid('The channel name is not valid.');
  if (isReservedChannel(subject)) {
    throw new RestError('channel_reserved', 'The channel name has a reserved prefix.');
  }
  return subject;
}

function needs({ key }: FoundSecret, action: Action, channel?: string): void {
  if (key.actions && !key.actions.includes(action)) {
    throw new RestError('action_not_permitted', `The secret key does not permit ${action}.`);
  }
  if (channel !== undefined && key.channels && !matchesAnyPattern(key.channels, channel)) {
    throw new RestError('channel_not_authorized', 'The secret key does not admit the channel.');
  }
}

function isLifetime(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_LIFETIME_S;
}
