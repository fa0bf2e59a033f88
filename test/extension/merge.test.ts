import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import { merge } from '../../extension/recordings/merge.ts';
import { parseDump } from '../../extension/recordings/parse-dump.ts';
import { lasting, partOf } from './helpers/recorded-call.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const CALL = lasting(200);

test('what came a second at a time is the same in the end, and keeps none of the parts that it came in', async () => {
  let held: Dump | undefined;
  const parts: WeakRef<object>[] = [];
  for (let end = 1; end <= 200; end += 1) {
    const part = parseDump(writeOwn(partOf(CALL, Math.max(0, end - 3), end)));
    assert.ok(part);
    const [sample] = part.trace.connections[0]?.samples ?? [];
    if (sample) parts.push(new WeakRef(sample));
    held = merge(held, part);
  }
  const samplesOf = (dump: Dump | undefined): unknown[] =>
    (dump?.trace.connections ?? []).map(({ samples }) => samples.map(({ at, stats }) => ({ at, stats })));
  assert.deepEqual(samplesOf(held), samplesOf(parseDump(writeOwn(CALL))));
  // A reference that was just looked at is kept until the turn ends.
  await new Promise((done) => setImmediate(done));
  collect();
  const left = parts.filter((part) => part.deref() !== undefined).length;
  assert.ok(left < 70, `${left} of ${parts.length} parts are kept`);
  assert.equal(held?.trace.connections[0]?.samples.length, 200);
});
