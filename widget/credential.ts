import { isRecord } from '../core/util/is-record.ts';
import { TOKEN_FEEDBACK, feedbackOf } from '../core/util/token-feedback.ts';
import type { CallSettings } from './setup.ts';

export const TOKEN_TIMEOUT_MS = 10_000;

/** How the last attempt to get a token went; it tells a bad token from none at all. */
export interface TokenAttempt {
  readonly state: 'idle' | 'pending' | 'done' | 'failed';
  readonly error?: unknown;
  /** The HTTP status, where the token came by `token-url`. */
  readonly status?: number;
}

export interface Credential {
  readonly options: { readonly apiKey: string } | { readonly tokenProvider: () => Promise<string> };
  readonly attempt: () => TokenAttempt;
}

export class TokenUrlError extends Error {
  override readonly name = 'TokenUrlError';
  readonly status: number;

  constructor(status: number) {
    super(`token-url answered ${status} without a token`);
    this.status = status;
  }
}

/** The page's credential in the engine's terms: `tokenProvider` before `token-url` before `api-key`. */
export function credentialOf(settings: CallSettings): Credential | null {
  const { tokenProvider, tokenUrl, apiKey } = settings;
  if (tokenProvider) return watched(tokenProvider);
  if (tokenUrl) return watched(() => fetchToken(tokenUrl, settings));
  if (apiKey) return { options: { apiKey }, attempt: () => ({ state: 'idle' }) };
  return null;
}

function watched(provider: () => Promise<string>): Credential {
  let attempt: TokenAttempt = { state: 'idle' };
  const tokenProvider = async (): Promise<string> => {
    const mine: TokenAttempt = { state: 'pending' };
    attempt = mine;
    try {
      const token = await provider();
      if (typeof token !== 'string' || token === '')
        throw new TypeError('the token provider returned no token');
      if (attempt === mine) attempt = { state: 'done' };
      return token;
    } catch (error) {
      const status = error instanceof TokenUrlError ? { status: error.status } : {};
      if (attempt === mine) attempt = { state: 'failed', error, ...status };
      throw error;
    }
  };
  // A token cache has to hear what became of its token, through us as well.
  const feedback = feedbackOf(provider);
  if (feedback) Object.assign(tokenProvider, { [TOKEN_FEEDBACK]: feedback });
  return { options: { tokenProvider }, attempt: () => attempt };
}

async function fetchToken(url: string, { room, displayName }: CallSettings): Promise<string> {
  const response = await fetch(new URL(url, document.baseURI), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ room, displayName }),
    signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
  });
  if (!response.ok) throw new TokenUrlError(response.status);
  const body: unknown = await response.json();
  if (isRecord(body) && typeof body.token === 'string') return body.token;
  throw new TokenUrlError(response.status);
}
