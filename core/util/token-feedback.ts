/**
 * How the signalling client tells a token cache what became of a token it gave. A provider function
 * carries it under this key, so that any plain function remains a provider.
 */
export const TOKEN_FEEDBACK = Symbol.for('metered-call.token-feedback');

export interface TokenFeedback {
  /** The token was accepted; `serverTime` in Unix seconds by the server's clock. */
  welcomed(welcome: { serverTime: number; expiresAt: number | null }): void;
  /**
   * The connection was closed with this code, before or after the welcome. True if that was for a token kept from
   * earlier, so that a new one may well be taken.
   */
  closed(closeCode: number): boolean;
}

/** The feedback that a provider carries, if it does. */
export function feedbackOf(provider: unknown): TokenFeedback | undefined {
  if (typeof provider !== 'function') return undefined;
  return (provider as unknown as Record<symbol, TokenFeedback | undefined>)[TOKEN_FEEDBACK];
}
