import type { Logger, TokenProvider } from '../core/index.ts';
import { isChannelName, isReservedChannel } from '../core/protocol/names.ts';

/** What the page says about the call, read anew at each join. */
export interface CallSettings {
  readonly room: string;
  readonly apiKey: string;
  readonly tokenUrl: string;
  readonly tokenProvider: TokenProvider | null;
  readonly server: string;
  readonly displayName: string;
  readonly logger: Logger | null;
  /** The value of every attribute, in search of secrets. */
  readonly attributes: readonly string[];
}

/** Of some length, so that a language tag like sk_SK is not taken for a key. */
const SECRET = /(^|[^A-Za-z0-9])sk_\w{3,}/;

export function holdsSecret({ attributes, apiKey, server, tokenUrl }: CallSettings): boolean {
  return [...attributes, apiKey, server, tokenUrl].some((value) => SECRET.test(value));
}

/** The code of what keeps this page from joining at all, before anything is asked of anyone. */
export function setupProblem(settings: CallSettings): string | null {
  if (holdsSecret(settings)) return 'secret-key-in-page';
  const { room } = settings;
  if (!room) return 'room-missing';
  if (!isChannelName(room) || isReservedChannel(room)) return 'room-invalid';
  if (!settings.tokenProvider && !settings.tokenUrl && !settings.apiKey) return 'credential-missing';
  return null;
}
