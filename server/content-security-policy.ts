import type { IncomingMessage } from 'node:http';

const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** The policy of this server's own pages: no inline script, no foreign host, framed by each other only. */
export function sitePolicy(request: IncomingMessage): string {
  return [
    "default-src 'self'",
    connectSources(request),
    "img-src 'self' blob: data:",
    "media-src 'self' blob: mediastream:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/**
 * The policy of the call that other sites frame: what the element needs and nothing else.
 * @param ancestors origins that may frame it; undefined for any, an empty list for none
 */
export function embedPolicy(request: IncomingMessage, ancestors: readonly string[] | undefined): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    connectSources(request),
    'media-src blob: mediastream:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors?.length === 0 ? "'none'" : (ancestors?.join(' ') ?? '*')}`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/**
 * The socket's origin is named beside 'self', which not every browser extends to ws:
 * (https://github.com/w3c/webappsec-csp/issues/7).
 */
function connectSources({ headers: { host = '' } }: IncomingMessage): string {
  return `connect-src 'self'${HOST.test(host) ? ` ws://${host} wss://${host}` : ''}`;
}
