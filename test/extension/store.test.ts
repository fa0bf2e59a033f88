import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import { parseDump } from '../../extension/recordings/parse-dump.ts';
import type { Presence } from '../../extension/hops/surroundings.ts';
import { MAX_TAB, TabStore } from '../../extension/recordings/store.ts';
import type { PageSource } from '../../extension/recordings/navigation.ts';
import { partOf, RECORDED, startedAt, timesOf } from './helpers/recorded-call.ts';

const id = (number: number): string => String(number).padStart(32, '0');

const ORIGIN = 'https://call.example';
const at = (number: number, frame = 0, since = number): PageSource => ({
  page: id(number),
  frame,
  origin: ORIGIN,
  since,
});
/** The answers of these documents. */
const there = (...numbers: readonly number[]): Map<string, Presence> =>
  new Map(
    numbers.map((number) => [
      id(number),
      { page: id(number), depth: 0, apart: false, scriptless: false, unreached: 0, frames: [] },
    ]),
  );
const agos = (store: TabStore, present: Map<string, Presence>): [string, number][] =>
  store.view({}, present).pages.map(({ page, ago }) => [page, ago]);

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
      store.begin(at(i), i);
      store.record(id(i), writeOwn(RECORDED), i);
    }
    const { pages, dropped } = store.view({}, there(4));
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
      store.begin(at(i), i);
      store.record(id(i), text, i);
    }
    for (let i = 3; i < frames + 3; i += 1) {
      store.begin(at(i, i), i);
      store.record(id(i), text, i);
    }
    const kept = store.keep(-1);
    const left = kept.navigations.flat().reduce((sum, { dump }) => sum + dump.length, 0);
    assert.ok(left <= MAX_TAB && left > MAX_TAB / 4, `${left}`);
    assert.equal(kept.navigations.length, 1);
    assert.ok(kept.dropped > 2, `${kept.dropped}`);
    assert.equal(store.view({}, there()).dropped, kept.dropped);
  });

  it('is the same after it was written down and read again', () => {
    const store = new TabStore();
    store.begin(at(1), 1);
    store.record(id(1), long(2), 2);
    store.begin(at(2), 3);
    const again = TabStore.from(store.keep(-1));
    assert.deepEqual(again.view({}, there(2)), store.view({}, there(2)));
    assert.equal(again.record(id(9), long(1), 4), 'unknown');
  });

  it('asks for everything where something is missing in between, and not all the time', () => {
    const store = new TabStore();
    const { trace } = RECORDED;
    const part = (from: number, to?: number): string => writeOwn(partOf(RECORDED, from, to));
    store.begin(at(1), 1);
    assert.equal(store.record(id(1), part(0, 3), 1_000), 'kept');
    assert.equal(store.record(id(1), part(2, 5), 2_000), 'kept');
    assert.equal(store.record(id(1), part(6, 7), 3_000), 'incomplete');
    assert.equal(store.record(id(1), part(6), 3_500), 'kept');
    assert.equal(store.record(id(1), part(6), 5_500), 'incomplete');
    const before = parseDump(store.view({}, there(1)).pages[0]?.dump ?? '');
    assert.equal(
      before?.trace.connections[0]?.samples.length,
      (trace.connections[0]?.samples.length ?? 0) - 1,
    );
    assert.equal(store.record(id(1), part(0), 9_000), 'kept');
    assert.equal(store.record(id(1), part(6), 20_000), 'kept');
    const after = parseDump(store.view({}, there(1)).pages[0]?.dump ?? '');
    assert.deepEqual(
      after?.trace.connections.map(({ samples }) => samples.map(({ at }) => at)),
      trace.connections.map(({ samples }) => samples.map(({ at }) => at)),
    );
  });

  it('is of pages before, once the newest does not answer any more', () => {
    const store = new TabStore();
    store.begin(at(1), 1);
    store.begin(at(2), 2);
    store.begin(at(3, 7), 3);
    assert.deepEqual(agos(store, there(2, 3)), [
      [id(1), 1],
      [id(2), 0],
      [id(3), 0],
    ]);
    for (const present of [there(), there(9)])
      assert.deepEqual(agos(store, present), [
        [id(1), 2],
        [id(2), 1],
        [id(3), 1],
      ]);
  });

  it('is in front where a frame answers from a page that nobody watches, and what was before is not', () => {
    const store = new TabStore();
    store.begin(at(1), 1);
    store.begin(at(2, 7), 2);
    store.begin(at(3, 9), 3);
    assert.deepEqual(agos(store, there(3)), [
      [id(1), 1],
      [id(2), 1],
      [id(3), 0],
    ]);
  });

  it('is in front where only frames of a page are watched, as long as one of them is there', () => {
    const store = new TabStore();
    store.begin(at(1, 5), 1);
    store.begin(at(2, 6), 1);
    assert.deepEqual(
      agos(store, there(2)).map(([, ago]) => ago),
      [0, 0],
    );
    assert.deepEqual(
      agos(store, there()).map(([, ago]) => ago),
      [1, 1],
    );
  });

  it('joins a top document to its frames that spoke first, and not to those of a page before', () => {
    const store = new TabStore();
    store.begin(at(1, 5, 200), 1_000);
    store.begin(at(2, 0, 100), 1_001);
    assert.deepEqual(agos(store, there(2)), [
      [id(1), 0],
      [id(2), 0],
    ]);
    const after = new TabStore();
    after.begin(at(1, 5, 200), 1_000);
    after.begin(at(2, 0, 300), 1_001);
    assert.deepEqual(agos(after, there(2)), [
      [id(1), 1],
      [id(2), 0],
    ]);
  });

  it('lacks a frame that is not watched any more, and keeps a page that was', () => {
    const store = new TabStore();
    store.begin(at(1), 1);
    store.begin(at(2, 5), 1);
    store.leave(id(2));
    store.leave(id(1));
    assert.deepEqual(agos(store, there()), [[id(1), 1]]);
  });

  it('is forgotten but for the page in front', () => {
    const store = new TabStore();
    for (const number of [1, 2, 3]) store.begin(at(number), number);
    store.forgetEarlier(there(3));
    assert.deepEqual(agos(store, there(3)), [[id(3), 0]]);
    assert.equal(store.view({}, there(3)).dropped, 0);
    store.forgetEarlier(there());
    assert.deepEqual(agos(store, there()), []);
  });

  it('is of one recording: nothing of the one before is joined to one that has begun anew', () => {
    const store = new TabStore();
    const [before, after] = [RECORDED, startedAt(RECORDED.trace.startedAt + 1)];
    store.begin(at(1), 1);
    store.record(id(1), writeOwn(partOf(before, 0, 5)), 1);
    assert.equal(store.record(id(1), writeOwn(partOf(after, 7)), 2), 'kept');
    const shown = parseDump(store.view({}, there(1)).pages[0]?.dump ?? '');
    assert.deepEqual(timesOf(shown), timesOf(RECORDED).slice(7));
  });

  it('takes nothing that began before everything was to be forgotten', () => {
    const { startedAt: began } = RECORDED.trace;
    const store = new TabStore(began + 1);
    store.begin(at(1), 1);
    assert.equal(store.record(id(1), writeOwn(RECORDED), began + 5_000), 'outdated');
    assert.equal(store.view({}, there(1)).pages[0]?.dump, '');
    assert.equal(store.record(id(1), writeOwn(startedAt(began + 2)), began + 6_000), 'kept');
    // By a clock that was set back, that moment is not yet.
    assert.equal(store.record(id(1), writeOwn(startedAt(began - 9_000)), began - 5_000), 'kept');
  });

  it('goes when it is old, the last page as well', () => {
    const store = new TabStore();
    store.begin(at(1), 100);
    store.begin(at(2), 200);
    store.begin(at(3, 5), 300);
    assert.equal(store.keep(150).navigations.length, 1);
    assert.equal(store.keep(250).navigations.length, 1, 'one of its documents is young');
    assert.equal(store.keep(350).navigations.length, 0);
  });
});
