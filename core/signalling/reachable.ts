const TIMEOUT_MS = 3_000;
const PATH = '/healthz';

/**
 * Whether the server's host answers a plain request, with whatever. False as well where the page's policy
 * allows no request of that kind.
 */
export async function answers(origin: string): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    await fetch(origin.replace(/^ws/, 'http') + PATH, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: abort.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
