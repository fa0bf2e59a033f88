import { jwtVerify, errors } from 'jose';
import type { JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { WsCloseCode } from '../core/protocol/close-codes.ts';
import type { Action, Metadata } from '../core/protocol/frames.ts';
import { MAX_METADATA_SIZE, MAX_PEER_METADATA_SIZE } from '../core/protocol/limits.ts';
import { isPeerId } from '../core/protocol/names.ts';
import { actionSet } from './action-sets.ts';
import { ACTIONS, isActionList, isMetadata, isPatternList } from './claims.ts';
import { EXPIRY_MARGIN_MS } from './limits.ts';
import type { CredentialIndex, FoundSecret } from './tenants.ts';

/** Who a connection is and what it may do, for as long as it lives. */
export interface Identity {
  readonly tenantId: string;
  readonly peerId: string;
  readonly channels: readonly string[];
  /** Further patterns, one of which has to match as well: those of the secret key behind a token. */
  readonly bounds?: readonly string[];
  readonly actions: ReadonlySet<Action>;
  /** Unix seconds, or null for a publishable key. */
  readonly expiresAt: number | null;
  /** Told to this peer alone, in its welcome. */
  readonly metadata?: Metadata;
  /** Shown to other peers. */
  readonly peerMetadata?: Metadata;
  /** Whether the credential brings the server's TURN servers with it. */
  readonly turn: boolean;
}

/** `reason` is for the log: it names the rule that was broken and never the credential. */
export type AuthResult = { ok: true; identity: Identity } | { ok: false; code: WsCloseCode; reason: string };

export interface ConnectRequest {
  /** The query of the upgrade request: exactly one `key` or one `token`. */
  query: URLSearchParams;
  /** The Origin header, which only browsers send truthfully. */
  origin: string | undefined;
}

const invalid = (reason: string): AuthResult => ({ ok: false, code: WsCloseCode.InvalidToken, reason });

/**
 * Decides who is connecting. Never throws: whatever is wrong comes back as the close code to refuse
 * with: 4001, 4002 for a token past its time, 4003 for a credential that admits no channel, 4012 for a
 * good one of a suspended tenant.
 * @param nowMs the server's clock, unix milliseconds
 */
export async function authenticate(
  request: ConnectRequest,
  credentials: CredentialIndex,
  nowMs: number,
): Promise<AuthResult> {
  const keys = request.query.getAll('key');
  const tokens = request.query.getAll('token');
  const [key] = keys;
  const [token] = tokens;
  if (keys.length + tokens.length !== 1) return invalid('not exactly one credential');
  const result =
    key !== undefined
      ? fromKey(key, request.origin, credentials)
      : await fromToken(token ?? '', credentials, nowMs);
  if (!result.ok) return result;
  const { tenantId, channels, bounds } = result.identity;
  if (credentials.tenant(tenantId)?.suspended) {
    return { ok: false, code: WsCloseCode.AccountSuspended, reason: 'tenant suspended' };
  }
  if (channels.length === 0 || bounds?.length === 0) {
    return { ok: false, code: WsCloseCode.ChannelNotAuthorized, reason: 'no channels' };
  }
  return result;
}

function fromKey(key: string, origin: string | undefined, credentials: CredentialIndex): AuthResult {
  const found = credentials.publishable(key);
  if (!found) return invalid('unknown key');
  const { allowedOrigins, channels, actions, turn = true } = found.key;
  if (allowedOrigins && (origin === undefined || !allowedOrigins.includes(origin))) {
    return invalid('origin not allowed');
  }
  return {
    ok: true,
    identity: {
      tenantId: found.tenant.id,
      peerId: randomUUID(),
      channels,
      actions: actionSet(actions),
      expiresAt: null,
      turn,
    },
  };
}

async function fromToken(token: string, credentials: CredentialIndex, nowMs: number): Promise<AuthResult> {
  let signer: FoundSecret | undefined;
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(
      token,
      ({ kid }) => {
        signer = kid === undefined ? undefined : credentials.secret(kid);
        if (!signer) throw new errors.JWKSNoMatchingKey();
        return signer.bytes;
      },
      { algorithms: ['HS256'], currentDate: new Date(nowMs), requiredClaims: ['sub', 'exp'] },
    );
    claims = verified.payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      return { ok: false, code: WsCloseCode.TokenExpired, reason: 'token expired' };
    }
    return invalid('token not verified');
  }
  return signer ? fromClaims(claims, signer, nowMs) : invalid('no key');
}

function fromClaims(claims: JWTPayload, { tenant, key }: FoundSecret, nowMs: number): AuthResult {
  const { sub, exp, metadata, peerMetadata } = claims;
  const channels = claims['channels'] ?? [];
  // As the service's own minting does: without `permissions` a token may do everything.
  const permissions = claims['permissions'] ?? ACTIONS;
  if (!isPeerId(sub)) return invalid('sub');
  if (exp === undefined || !Number.isFinite(exp)) return invalid('exp');
  if (!isPatternList(channels)) return invalid('channels');
  if (!isActionList(permissions)) return invalid('permissions');
  if (!isMetadata(metadata, MAX_METADATA_SIZE)) return invalid('metadata');
  if (!isMetadata(peerMetadata, MAX_PEER_METADATA_SIZE)) return invalid('peerMetadata');
  if (exp * 1000 - EXPIRY_MARGIN_MS <= nowMs) {
    return { ok: false, code: WsCloseCode.TokenExpired, reason: 'token about to expire' };
  }
  return {
    ok: true,
    identity: {
      tenantId: tenant.id,
      peerId: sub,
      channels,
      ...(key.channels ? { bounds: key.channels } : {}),
      actions: actionSet(permissions.filter((action) => key.actions?.includes(action) ?? true)),
      expiresAt: exp,
      ...(metadata === undefined ? {} : { metadata }),
      ...(peerMetadata === undefined ? {} : { peerMetadata }),
      turn: key.turn ?? true,
    },
  };
}
