/**
 * The provider gave a token that cannot work: one that has expired, or one that the server has just
 * refused. Thrown instead of connecting with it again and again.
 */
export class StaleTokenError extends Error {
  override readonly name = 'StaleTokenError';
  readonly code = 'token_stale';
  readonly reason: 'expired' | 'refused';

  constructor(reason: 'expired' | 'refused') {
    super(`The token provider must return a fresh token; this one is ${reason}.`);
    this.reason = reason;
  }
}
