/** Whose token it is, and for what: a stored token is found only by one who names all three. */
export interface TokenCacheKey {
  /** Origin of the signalling server. */
  server: string;
  /** The room, as the application names it. */
  room: string;
  /** The application's own user, signed in now: an account id, not a display name. */
  user: string;
}

const MAX_PART_LENGTH = 512;

/** A copy, so that a later change of the caller's object does not redirect the cache. @throws TypeError */
export function cacheKey(given: unknown): Readonly<TokenCacheKey> {
  const { server, room, user } = (given ?? {}) as Record<string, unknown>;
  return Object.freeze({
    server: part('server', server),
    room: part('room', room),
    user: part('user', user),
  });
}

/** What the key is called in the database, and as the name of its lock: no two keys share a text. */
export function keyText({ server, room, user }: TokenCacheKey): string {
  return `v1:${JSON.stringify([server, room, user])}`;
}

function part(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_PART_LENGTH) {
    throw new TypeError(`cacheKey.${name} must be a string of 1 to ${MAX_PART_LENGTH} characters`);
  }
  return value;
}
