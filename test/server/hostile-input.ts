// What is sent to a server by those who mean it harm.

/** Repeatable chance (mulberry32), so that a failure can be had again. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export const FRAMES_TO_CHANGE = [
  '{"type":"subscribe","channel":"room","includeSenderMetadata":true,"requestId":"a"}',
  '{"type":"unsubscribe","channel":"room","requestId":"b"}',
  '{"type":"publish","channel":"room","data":{"x":[1,null,"é"]},"requestId":"c"}',
  '{"type":"send","to":"peer","data":{"__proto__":1},"requestId":"d"}',
];
const SCRAPS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '\u0000',
  '__proto__',
  '1e999',
  '\\ud800',
  'null',
  '_system/',
  '*',
];

export function mutate(text: string, next: (below: number) => number): string {
  let out = text;
  for (let n = next(4); n >= 0; n--) {
    const at = next(out.length + 1);
    const scrap = SCRAPS[next(SCRAPS.length)] ?? '';
    const cut = next(3) === 0 ? next(8) : 0;
    out = out.slice(0, at) + (next(4) === 0 ? out.slice(next(out.length + 1)) : scrap) + out.slice(at + cut);
  }
  return out;
}

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Requests as they should be; `query` holds a token. */
export const requestsOf = (query: string): readonly string[] => [
  `GET /v1?key=pk_live_demo HTTP/1.1\r\nHost: x\r\n${UPGRADE}`,
  `GET /v1${query} HTTP/1.1\r\nHost: x\r\nOrigin: https://a.example\r\n${UPGRADE}`,
  'POST /v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_id_demo:sk_secret_demo\r\nContent-Length: 14\r\n\r\n{"peerId":"a"}',
  'DELETE /v1/peers/%2e%2e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n',
  'GET /demo/?room=a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n',
];

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const CLAIMS = part({ sub: 'a', exp: 9_999_999_999, channels: ['**'] });

/** Queries with tokens that would have the server check them by another algorithm than its own. */
export const CONFUSED: readonly string[] = [
  { alg: 'none', kid: 'sk_id_demo' },
  { alg: 'None', kid: 'sk_id_demo' },
  { alg: 'RS256', kid: 'sk_id_demo' },
  { alg: 'HS256', kid: ['sk_id_demo'] },
  { alg: ['HS256'], kid: 'sk_id_demo' },
  { alg: 'HS256', kid: '__proto__' },
  { alg: 'HS256', kid: 'sk_id_demo', crit: ['b64'], b64: false },
  { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } },
].map((header) => `?token=${part(header)}.${CLAIMS}.${part('x')}`);

/** How deep JSON may be nested in what is sent. */
const DEEP = 30_000;

/** Frames that no client sends, each of which is refused; some are meant for `peerId` and its channel `calm`. */
export const garbageFor = (peerId: string): readonly string[] => [
  '{',
  '"\\ud800"',
  '\u0000',
  '1e999',
  '[]'.repeat(100),
  '{"type":{"toString":1}}',
  '{"type":"subscribe","channel":{"toString":null},"requestId":"r"}',
  '{"type":"subscribe","channel":["a"]}',
  '{"__proto__":{"type":"ping"}}',
  '{"type":"send","to":{"length":1},"data":1}',
  '{"type":"publish","channel":"calm","__proto__":{"data":1}}',
  '['.repeat(60_000),
  '{"a":'.repeat(10_000),
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `{"type":"publish","channel":"calm","data":${'['.repeat(DEEP)}${']'.repeat(DEEP)},"requestId":"deep"}`,
  `{"type":"send","to":"${peerId}","data":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
];
