/**
 * The path and query of a request line's target. Only the origin form (RFC 9112 section 3.2.1) is
 * ours to serve; `*`, absolute URLs and anything else come back as null.
 */
export function splitTarget(target: string | undefined): { path: string; query: string } | null {
  if (!target?.startsWith('/')) return null;
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/**
 * True if a path means what it says: it decodes, and no segment of it climbs. Which folder a path
 * belongs to is read off its beginning, so `/core/../server/` must not get that far.
 */
export function isPlainPath(path: string): boolean {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return false;
  }
  return (
    !/[\\\0]/.test(decoded) && !decoded.split('/').some((segment) => segment === '..' || segment === '.')
  );
}
