/**
 * Takes secrets out of text before it reaches a log line, an error or a report.
 * Matches by shape, so that a secret is caught wherever it was pasted.
 */
const PATTERNS: readonly [RegExp, string][] = [
  // Compact JWS (RFC 7515 section 7.1): three base64url parts, the first a JSON object. Of one that was cut, what is left.
  [/\beyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g, '[token]'],
  [/\b(sk|pk)_[A-Za-z0-9_-]+/g, '$1_[key]'],
  [/([?&](?:token|key|access_token)=)[^&#\s"']*/gi, '$1[removed]'],
  // SDP attributes and JSON fields alike, JSON within JSON too, and one that was cut (RFC 8839 section 5.4, RTCIceServer.credential).
  [
    /(\b(?:ice-pwd|ice-ufrag|credential|password)\\*"?\s*[:=]\s*)(?:\\*"[^"]*"?|'[^']*'?|[^\s,;"'}]+)/gi,
    '$1[removed]',
  ],
  // Chromium's message for a candidate of another generation (seen in 156).
  [/(\bufrag\s*\()[^)]*/gi, '$1[removed]'],
];

/** `text` without tokens, keys, ICE passwords or TURN credentials. */
export function scrub(text: string): string {
  let out = text;
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return out;
}

/** Any thrown value as an Error whose name is kept and whose message and stack are scrubbed. */
export function scrubbedError(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(scrub(String(thrown)));
  const message = scrub(thrown.message);
  const stack = typeof thrown.stack === 'string' ? scrub(thrown.stack) : undefined;
  if (message === thrown.message && stack === thrown.stack) return thrown;
  const clean = new Error(message);
  clean.name = thrown.name;
  if (stack !== undefined) clean.stack = stack;
  return clean;
}
