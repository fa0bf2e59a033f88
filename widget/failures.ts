import type { Evidence } from '../core/diagnosis/finding.ts';
import type { Params } from '../core/locales/catalogue.ts';
import type { CaptureError } from '../core/media/capture-error.ts';
import { keptBy } from './capture-policy.ts';
import type { TokenAttempt } from './credential.ts';

/** What went wrong, before it is put into words. */
export interface Failure {
  readonly code: string;
  readonly variant?: string;
  readonly params?: Params;
  readonly evidence?: readonly Evidence[];
}

/** What the element's methods reject with. Switch on `code`. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`metered-call: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

const BY_CLOSE_CODE: Readonly<Record<number, string>> = {
  4001: 'token-invalid',
  4002: 'token-expired',
  4003: 'channel-not-authorized',
  4010: 'connection-limit',
  4011: 'message-rate',
  4012: 'account-suspended',
  4020: 'kicked',
};

const BY_NAME: Readonly<Record<string, string>> = {
  invalid_token: 'token-invalid',
  token_expired: 'token-expired',
  channel_not_authorized: 'channel-not-authorized',
  over_concurrent_limit: 'connection-limit',
  over_message_rate: 'message-rate',
  account_suspended: 'account-suspended',
  admin_disconnect: 'kicked',
  channel_reserved: 'room-invalid',
  invalid_channel: 'room-invalid',
  reserved_channel: 'room-invalid',
};

interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly closeCode?: unknown;
}

/** Why `join()` of the engine rejected. */
export function joinFailure(thrown: unknown, token: TokenAttempt): Failure {
  const { closeCode } = toErrorLike(thrown);
  if (typeof closeCode === 'number') {
    const evidence = [{ label: 'close code', value: String(closeCode) }];
    return { code: BY_CLOSE_CODE[closeCode] ?? 'signalling-unreachable', evidence };
  }
  return tokenFailure(token) ?? namedFailure(thrown) ?? { code: 'join-failed', evidence: nameOf(thrown) };
}

/** What an `error` event of the engine means during a call, or null where it is for the log only. */
export function engineFailure(thrown: unknown, token: TokenAttempt): Failure | null {
  if (toErrorLike(thrown).name === 'action_not_permitted') return { code: 'send-not-permitted' };
  return namedFailure(thrown) ?? tokenFailure(token);
}

export function captureFailure(error: CaptureError): Failure {
  const by = error.code === `${error.kind}-denied` ? keptBy(error.kind) : null;
  if (by) return { code: `${error.kind}-blocked-by-${by}`, evidence: nameOf(error.cause) };
  return {
    code: error.code,
    ...(error.refusal === 'dismissed' ? { variant: 'dismissed' } : {}),
    ...(error.constraint === undefined ? {} : { params: { constraint: error.constraint } }),
    evidence: nameOf(error.cause),
  };
}

function tokenFailure(token: TokenAttempt): Failure | null {
  if (token.state === 'pending') return { code: 'token-provider-hung' };
  if (token.state !== 'failed') return null;
  if (toErrorLike(token.error).name === 'TimeoutError') return { code: 'token-provider-hung' };
  const { status } = token;
  const evidence =
    status === undefined ? nameOf(token.error) : [{ label: 'HTTP status', value: String(status) }];
  const signIn = status === 401 || status === 403;
  return { code: 'token-provider-failing', ...(signIn ? { variant: 'sign-in' } : {}), evidence };
}

function namedFailure(thrown: unknown): Failure | null {
  const { name, code } = toErrorLike(thrown);
  // Being refused while entering is about the room; `send` is used only once inside.
  if (name === 'action_not_permitted') return { code: 'channel-not-authorized' };
  for (const key of [name, code]) {
    const found = typeof key === 'string' && Object.hasOwn(BY_NAME, key) ? BY_NAME[key] : undefined;
    if (found !== undefined) return { code: found };
  }
  return null;
}

function nameOf(thrown: unknown): Evidence[] {
  const { name } = toErrorLike(thrown);
  return typeof name === 'string' ? [{ label: 'error', value: name }] : [];
}

function toErrorLike(thrown: unknown): ErrorLike {
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}
