// Looks into the page's token database without creating it; nothing that could be used as a token leaves this script.
import { tokenFacts } from '../../core/recorder/token-trace.ts';
import { isRecord } from '../../core/util/is-record.ts';
import type { CachedToken } from '../hops/cached-token.ts';
import { openTokens, settled } from './token-database.ts';

const MAX_RECORDS = 50;
const MAX_TOKEN = 16_384;
const MAX_TEXT = 300;

/** The header, or the claims, of a token that has them. */
function partOf(token: string, index: 0 | 1): Record<string, unknown> | undefined {
  try {
    const part: unknown = JSON.parse(
      atob((token.split('.')[index] ?? '').replaceAll('-', '+').replaceAll('_', '/')),
    );
    return isRecord(part) ? part : undefined;
  } catch {
    return undefined;
  }
}

/** Which key signed it. Names of keys look like keys and are none, so the trace's scrubbing is not for them. */
function kidOf(token: string): string | undefined {
  const kid = partOf(token, 0)?.['kid'];
  return typeof kid === 'string' && !kid.startsWith('sk_secret') ? kid.slice(0, 64) : undefined;
}

function describe(record: unknown): CachedToken[] {
  if (!isRecord(record) || record['version'] !== 1) return [];
  const { server, room, token } = record;
  if (typeof token !== 'string' || token.length > MAX_TOKEN) return [];
  const kid = kidOf(token);
  const { channels, permissions, expiresAt, turn } = tokenFacts(token);
  return [
    {
      site: location.origin,
      server: String(server).slice(0, MAX_TEXT),
      room: String(room).slice(0, MAX_TEXT),
      opaque: !partOf(token, 0) || !partOf(token, 1),
      ...(kid === undefined ? {} : { kid }),
      ...(channels ? { channels } : {}),
      ...(permissions ? { permissions } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      turn: turn === true,
    },
  ];
}

async function read(): Promise<CachedToken[]> {
  const database = await openTokens();
  if (!database) return [];
  try {
    const store = database.transaction('tokens', 'readonly').objectStore('tokens');
    return (await settled(store.getAll(null, MAX_RECORDS))).flatMap(describe);
  } finally {
    database.close();
  }
}

export const result = read().then(
  (tokens) => JSON.stringify(tokens),
  () => '[]',
);
