import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import { parseDump } from '../../extension/recordings/parse-dump.ts';
import { MAX_TAB, TabStore } from '../../extension/recordings/store.ts';

/** A recording of a real call; its samples are what takes room. */
const RECORDED = JSON.parse(
  readFileSync(new URL('../core/diagnosis/fixtures/frozen.chromium.json', import.meta.url), 'utf8'),
) as Parameters<typeof writeOwn>[0];
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The recording with its samples again and again, each later than the one before. */
function long(times: number): string {
  const { trace, environment } = RECORDED;
  const connections = trace.connections.map((connection) => {
    const last = connection.samples.at(-1)?.at ?? 0;
    const length = last - (connection.samples[0]?.at ?? 0) + 1_000;
    const samples = Array.from({ length: times }, (_, i) =>
      connection.samples.map((sample) => ({ ...sample, at: sample.at + i * length })),
    ).flat();
    return { ...connection, samples };
  });
  return writeOwn({ trace: { ...trace, connections }, environment });
}

describe('what is held of a tab', () => {
  it('is three navigations, and says what went', () => {
    const store = new TabStore();
    for (let i = 0; i < 5; i += 1) {
      store.begin({ page: id(i), frame: 0 }, 'start', [], i);
      store.record({ page: id(i), frame: 0 }, writeOwn(RECORDED), [], i);
    }
    const { pages, dropped } = store.view({});
    assert.deepEqual(
      pages.map(({ page, ago }) => [page, ago]),
      [
        [id(2), 2],
        [id(3), 1],
        [id(4), 0],
      ],
    );
    assert.equal(dropped, 2);
  });

  // Half a minute of parsing: `SOAK_SECONDS=1 npm test -- --only extension --match store`.
  const skip = process.env['SOAK_SECONDS'] === undefined;
  it('is 20 MB: the oldest goes first, then older samples, and what went is counted', { skip }, () => {
    const store = new TabStore();
    const text = long(400);
    const size = writeOwn(parseDump(text) ?? RECORDED).length;
    const frames = Math.ceil((1.4 * MAX_TAB) / size);
    assert.ok(frames > 1 && frames < 60, `${frames} of ${size}`);
    for (let i = 0; i < 3; i += 1) {
      store.begin({ page: id(i), frame: 0 }, 'start', [], i);
      store.record({ page: id(i), frame: 0 }, text, [], i);
    }
    for (let i = 3; i < frames + 3; i += 1) {
      store.begin({ page: id(i), frame: i }, 'start', [], i);
      store.record({ page: id(i), frame: i }, text, [], i);
    }
    const kept = store.keep(-1);
    const left = kept.navigations.flat().reduce((sum, { dump }) => sum + dump.length, 0);
    assert.ok(left <= MAX_TAB && left > MAX_TAB / 4, `${left}`);
    assert.equal(kept.navigations.length, 1);
    assert.ok(kept.dropped > 2, `${kept.dropped}`);
    assert.equal(store.view({}).dropped, kept.dropped);
  });

  it('is the same after it was written down and read again', () => {
    const store = new TabStore();
    store.begin({ page: id(1), frame: 0 }, 'start', ['http://one.example'], 1);
    store.record({ page: id(1), frame: 0 }, long(2), ['http://one.example'], 2);
    store.begin({ page: id(2), frame: 0 }, 'late', [], 3);
    const again = TabStore.from(store.keep(-1));
    assert.deepEqual(again.view({}), store.view({}));
    assert.equal(again.record({ page: id(9), frame: 0 }, long(1), [], 4), 'unknown');
  });

  it('asks for everything where something is missing in between, and not all the time', () => {
    const store = new TabStore();
    const source = { page: id(1), frame: 0 };
    const { trace, environment } = RECORDED;
    const part = (from: number, to?: number): string => {
      const connections = trace.connections.map((connection) => ({
        ...connection,
        samples: connection.samples.slice(from, to),
      }));
      return writeOwn({ trace: { ...trace, connections }, environment });
    };
    store.begin(source, 'start', [], 1);
    assert.equal(store.record(source, part(0, 3), [], 1_000), 'kept');
    assert.equal(store.record(source, part(2, 5), [], 2_000), 'kept');
    assert.equal(store.record(source, part(6, 7), [], 3_000), 'incomplete');
    assert.equal(store.record(source, part(6), [], 3_500), 'kept');
    assert.equal(store.record(source, part(6), [], 5_500), 'incomplete');
    const before = parseDump(store.view({}).pages[0]?.dump ?? '');
    assert.equal(
      before?.trace.connections[0]?.samples.length,
      (trace.connections[0]?.samples.length ?? 0) - 1,
    );
    assert.equal(store.record(source, part(0), [], 9_000), 'kept');
    assert.equal(store.record(source, part(6), [], 20_000), 'kept');
    const after = parseDump(store.view({}).pages[0]?.dump ?? '');
    assert.deepEqual(
      after?.trace.connections.map(({ samples }) => samples.map(({ at }) => at)),
      trace.connections.map(({ samples }) => samples.map(({ at }) => at)),
    );
  });
});
