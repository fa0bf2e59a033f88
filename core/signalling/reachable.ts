const TIMEOUT_MS = 3_000;
const PATH = '/healthz';
/** Milliseconds within which a browser tells of a request that the page's policy forbids. */
const VIOLATION_MS = 50;

type Answer = 'something' | 'nothing' | 'forbidden';

/** What a plain request to the server's host comes to; it is `forbidden` by the page's own policy. */
async function ask(origin: string): Promise<Answer> {
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
    return 'something';
  } catch {
    await new Promise((resolve) => setTimeout(resolve, VIOLATION_MS));
    return forbidden ? 'forbidden' : 'nothing';
  } finally {
    clearTimeout(timer);
    done.abort();
  }
}

/** Of so many attempts one is made unasked: where only a WebSocket comes through, asking would be for ever. */
const UNASKED = { firefox: 120, cutOff: 3, otherwise: 10 };

/**
 * Whether to try a socket after so many failed ones. Mostly a plain request is made first: it costs no token, and
 * nobody is kept waiting for it. Firefox lets a WebSocket wait half as long again after each that has failed, up to a
 * minute, and with it every other page of the profile that wants the same server (RFC 6455, section 7.2.3; seen in 153).
 */
export class Lookout {
  #forbidden = false;

  async mayAttempt(origin: string, failedAttempts: number, cutOff: boolean): Promise<boolean> {
    const firefox = /firefox\//i.test(globalThis.navigator?.userAgent ?? '');
    const unasked = UNASKED[firefox ? 'firefox' : cutOff ? 'cutOff' : 'otherwise'];
    if (this.#forbidden || failedAttempts % unasked === 1) return true;
    const answer = await ask(origin);
    this.#forbidden = answer === 'forbidden';
    return answer !== 'nothing';
  }
}
