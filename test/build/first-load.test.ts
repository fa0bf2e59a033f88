import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../bench/engine/size.ts';

const LIMIT = 16 * 1024;

test('what a page loads for MeteredPeer and SignallingClient stays small; the rest comes on joining', async () => {
  const { ours, theirs } = await sizes();
  assert.ok(ours.first <= LIMIT, `${ours.first} bytes gzipped are more than ${LIMIT}`);
  assert.ok(ours.first <= theirs.first, `${ours.first} bytes, the published client has ${theirs.first}`);
  assert.ok(ours.whole > ours.first, 'nothing is left to load later');
});
