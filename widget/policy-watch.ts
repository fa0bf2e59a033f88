import { DEFAULT_ORIGIN } from '../core/protocol/limits.ts';

export interface PolicyWatch {
  /** Resolves once the policy has kept the page from the call server; else never. */
  readonly blocked: Promise<void>;
  /** Whether it has; asked after a failure, the answer comes when every browser has told. */
  asked(): Promise<boolean>;
}

/** Milliseconds within which a browser tells of what the policy stopped: Firefox some after the socket's failure. */
const TOLD_MS = 300;

/**
 * Whether the page's own Content-Security-Policy keeps it from the call server: a socket that it stops looks like a
 * server that is away in Chromium, and like one that never answers in Firefox. Watches until `signal` is aborted.
 */
export function watchPolicy(server: string, signal: AbortSignal): PolicyWatch {
  let told = false;
  const host = socketHost(server || DEFAULT_ORIGIN);
  const blocked = new Promise<void>((resolve) => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, disposition }) => {
        if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
        if (host === null || socketHost(blockedURI) !== host) return;
        told = true;
        resolve();
      },
      { signal },
    );
  });
  return {
    blocked,
    async asked() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([blocked, new Promise((resolve) => (timer = setTimeout(resolve, TOLD_MS)))]);
      clearTimeout(timer);
      return told;
    },
  };
}

function socketHost(url: string): string | null {
  try {
    const { protocol, host } = new URL(url);
    return protocol.startsWith('ws') ? host : null;
  } catch {
    return null;
  }
}
