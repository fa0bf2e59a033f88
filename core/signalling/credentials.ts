import { namedError } from '../util/errors.ts';
import { feedbackOf } from '../util/token-feedback.ts';
import type { TokenFeedback } from '../util/token-feedback.ts';

/** Returns a fresh JWT; called on the first connect and again on every reconnect. */
export type TokenProvider = () => Promise<string>;

export interface Credential {
  kind: 'key' | 'token';
  value: string;
}

/** Where the credential comes from: exactly one of a publishable key and a token provider. */
export class CredentialSource {
  readonly #apiKey: string | undefined;
  readonly #provider: TokenProvider | undefined;
  readonly #timeoutMs: number;

  /** @throws TypeError when both or neither are given, or a secret key is. */
  constructor(apiKey: string | undefined, provider: TokenProvider | undefined, timeoutMs: number) {
    if (apiKey && provider) throw new TypeError('pass either apiKey or tokenProvider, not both');
    if (!apiKey && !provider) throw new TypeError('one of apiKey and tokenProvider is required');
    if (apiKey !== undefined && typeof apiKey !== 'string') throw new TypeError('apiKey must be a string');
    if (provider !== undefined && typeof provider !== 'function') {
      throw new TypeError('tokenProvider must be a function');
    }
    if (apiKey?.startsWith('sk_')) {
      throw new TypeError('apiKey is a secret key: it belongs on a server, a page takes a pk_ key');
    }
    this.#apiKey = apiKey;
    this.#provider = provider;
    this.#timeoutMs = timeoutMs;
  }

  /** The key at once, if the source is one: connecting with a key needs no waiting. */
  get key(): Credential | undefined {
    return this.#apiKey ? { kind: 'key', value: this.#apiKey } : undefined;
  }

  /** Tells the provider what became of its token, if it wants to know. */
  tell<T>(report: (feedback: TokenFeedback) => T): T | undefined {
    try {
      const feedback = feedbackOf(this.#provider);
      return feedback && report(feedback);
    } catch {
      // Whatever goes wrong in the provider's bookkeeping, the connection goes on.
      return undefined;
    }
  }

  /**
   * A token from the provider.
   * @throws the provider's own error; TokenProviderTimeoutError after the timeout; TypeError when
   * what it returned is not a non-empty string.
   */
  async token(): Promise<Credential> {
    const provider = this.#provider;
    if (!provider) throw new TypeError('there is no token provider');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      const message = `The token provider gave no token within ${this.#timeoutMs} ms.`;
      timer = setTimeout(() => reject(namedError('TokenProviderTimeoutError', message)), this.#timeoutMs);
    });
    try {
      const value: unknown = await Promise.race([Promise.resolve().then(provider), timeout]);
      if (typeof value !== 'string' || value === '') {
        throw new TypeError('the token provider must return a non-empty string');
      }
      return { kind: 'token', value };
    } finally {
      clearTimeout(timer);
    }
  }

  toJSON(): Record<string, never> {
    return {};
  }
}
