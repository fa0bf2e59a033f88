import { TOKEN_FEEDBACK } from '../../../core/util/token-feedback.ts';
import type { TokenFeedback } from '../../../core/util/token-feedback.ts';

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A JWT in form, in Node and in a page; nobody verifies the signature of these. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string =>
    btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** A token for `sub` that is good for ten minutes, unless `claims` say otherwise. */
export function tokenFor(sub: string, claims: Readonly<Record<string, unknown>> = {}): string {
  return jwt({ sub, iat: nowSeconds(), exp: nowSeconds() + 600, ...claims });
}

/** What the cache wants to be told, found as the signalling client finds it. */
export function feedback(provider: () => Promise<string>): TokenFeedback {
  return (provider as unknown as Record<symbol, TokenFeedback>)[TOKEN_FEEDBACK] as TokenFeedback;
}

/** A provider that brings `peer-1`, `peer-2` and so on, and counts. */
export function counting(prefix = 'peer'): { provider: () => Promise<string>; readonly calls: number } {
  let calls = 0;
  return {
    provider: () => Promise.resolve(tokenFor(`${prefix}-${++calls}`)),
    get calls() {
      return calls;
    },
  };
}
