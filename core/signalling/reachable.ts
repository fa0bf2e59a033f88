const TIMEOUT_MS = 3_000;
const PATH = '/healthz';
/** Milliseconds within which a browser tells of a request that the page's policy forbids. */
const VIOLATION_MS = 50;

/** Whether the server's host answers a plain request, with whatever; true where the page may not ask. */
export async function answers(origin: string): Promise<boolean> {
  const done = new AbortController();
  const timer = setTimeout(() => done.abort(), TIMEOUT_MS);
  let forbidden = false;
  globalThis.document?.addEventListener('securitypolicyviolation', () => (forbidden = true), {
    signal: done.signal,
  });
  try {
    await fetch(origin.replace(/^ws/, 'http') + PATH, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: done.signal,
    });
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, VIOLATION_MS));
    return forbidden;
  } finally {
    clearTimeout(timer);
    done.abort();
  }
}

/**
 * While cut off, every so many attempts are made without asking. Firefox lets a WebSocket wait the longer the more
 * have failed, in whichever page of its host, for 10 s after ten of them (RFC 6455, section 7.2.3; seen in 153).
 */
export function unaskedAttempts(): number {
  return /firefox\//i.test(globalThis.navigator?.userAgent ?? '') ? 120 : 3;
}
