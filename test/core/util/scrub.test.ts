import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrub, scrubbedError } from '../../../core/util/scrub.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
const SECRETS: [text: string, secret: string][] = [
  [`wss://host/v1?token=${JWT}`, JWT],
  [`the token ${JWT} was refused`, JWT],
  ['wss://host/v1?key=pk_live_abc123', 'pk_live_abc123'],
  ['Bearer sk_id_x:sk_secret_y', 'secret_y'],
  ['a=ice-pwd:s3cr3tpassw0rd\r\na=mid:0', 's3cr3tpassw0rd'],
  ['a=ice-ufrag:uFr4\r\n', 'uFr4'],
  ['{"credential":"turnpass","urls":"turn:x"}', 'turnpass'],
  ['credential=turnpass, x', 'turnpass'],
  ['Unknown ufrag (/9eX)', '/9eX'],
  // Text is cut before it is scrubbed.
  ['a token that was cut: eyJhbGciOiJIUzI1NiJ9.eyJpY2VTZXJ2ZXJzIjpb', 'eyJpY2VTZXJ2ZXJzIjpb'],
  ['within its head: eyJhbGciOiJIUzI1', 'hbGciOiJIUzI1'],
  ['{"credential":"turnpa', 'turnpa'],
  [String.raw`a frame in a frame: {\"credential\":\"turnpass\"}`, 'turnpass'],
  [String.raw`and in another: {\\\"password\\\":\\\"turnpass\\\"}`, 'turnpass'],
];

for (const [text, secret] of SECRETS) {
  test(`no secret is left in ${text.slice(0, 24)}…`, () => {
    assert.equal(scrub(text).includes(secret), false, scrub(text));
  });
}

test('ordinary text is left as it is', () => {
  const text = 'The server closed the connection (code 4001). a=mid:0 kid=sk';
  assert.equal(scrub(text), text);
});

test('an error keeps its name and loses its secrets, in the stack too', () => {
  const err = new TypeError(`bad url wss://h/v1?token=${JWT}`);
  const clean = scrubbedError(err);
  assert.equal(clean.name, 'TypeError');
  assert.equal(clean.message.includes(JWT), false);
  assert.equal(clean.stack?.includes(JWT), false);
});
