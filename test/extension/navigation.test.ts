import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Presence } from '../../extension/hops/surroundings.ts';
import { MAX_PAGES } from '../../extension/recordings/navigation.ts';
import type { PageSource, There } from '../../extension/recordings/navigation.ts';
import { TabStore } from '../../extension/recordings/store.ts';
import { RECORDED } from './helpers/recorded-call.ts';

const ORIGIN = 'https://call.example';
const at = (number: number, frame = 0, since = number): PageSource => ({
  ...{ page: `page ${number}`, frame, origin: ORIGIN, since },
});
const presence = (number: number): [string, Presence] => [
  `page ${number}`,
  { page: `page ${number}`, depth: 0, apart: false, scriptless: false, unreached: 0, frames: [] },
];
const there = (...numbers: readonly number[]): ReadonlyMap<string, Presence> =>
  new Map(numbers.map(presence));
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A top document, and as many frames as there is room for. */
function full(): TabStore {
  const store = new TabStore();
  for (const number of range(0, MAX_PAGES - 1))
    assert.equal(store.begin(at(number, number), number), 'begun');
  return store;
}
const held = (store: TabStore, present: There = new Map()): string[] =>
  store.view({}, present).pages.map(({ page }) => page);

describe('a page with more documents than there is room for', () => {
  it('refuses one where all are there, once, and says so of it as long as it is there', () => {
    const store = full();
    const all = there(...range(0, MAX_PAGES));
    assert.equal(store.begin(at(MAX_PAGES, MAX_PAGES), 100), 'full');
    store.makeRoom(all);
    assert.equal(store.begin(at(MAX_PAGES, MAX_PAGES), 100), 'refused');
    assert.equal(store.record(`page ${MAX_PAGES}`, writeOwn(RECORDED), 100), 'refused');
    assert.equal(held(store).length, MAX_PAGES);
    assert.ok(store.frames.includes(MAX_PAGES), 'it is not asked any more whether it is there');
    assert.deepEqual([store.view({}, all).refused, store.view({}, all).dropped], [1, 1]);
    const without = there(...range(0, MAX_PAGES - 1));
    assert.equal(store.view({}, without).refused, 0);
    store.makeRoom(without);
    assert.equal(store.view({}, all).refused, 0);
  });

  it('is not asked who is there for each of a thousand frames', () => {
    const store = full();
    const begun = range(100, 1_099).map((number) => store.begin(at(number, number), 1_000 + number));
    assert.equal(begun.filter((one) => one === 'full').length, 1);
    assert.equal(store.record('page 1099', writeOwn(RECORDED), 2_200), 'refused');
    assert.equal(store.frames.length, 2 * MAX_PAGES);
    assert.equal(store.begin(at(2_000, 2_000), 4_000), 'full');
  });

  it('has room again once others are gone, those first in which nothing happened', () => {
    const store = full();
    store.record('page 1', writeOwn(RECORDED), 1);
    assert.equal(store.begin(at(90, 90), 100), 'full');
    // Of those that are there, one is only late.
    const present: There = new Map<string, Presence | 'late'>([...there(0, 3, 90), ['page 4', 'late']]);
    store.makeRoom(present);
    assert.deepEqual(held(store), ['page 0', 'page 1', 'page 3', 'page 4']);
    assert.equal(
      store.record('page 90', writeOwn(RECORDED), 101),
      'unknown',
      'it is not asked for everything',
    );
    assert.equal(store.begin(at(90, 90), 102), 'begun');
    assert.equal(store.record('page 90', writeOwn(RECORDED), 103), 'kept');
    assert.deepEqual([store.view({}, present).refused, store.view({}, present).dropped], [0, 56]);
  });

  it('lets go of the oldest calls where nothing else is gone, and of nothing without need', () => {
    const store = full();
    for (const number of range(1, MAX_PAGES - 1)) store.record(`page ${number}`, writeOwn(RECORDED), number);
    store.makeRoom(there(0));
    assert.equal(held(store).length, MAX_PAGES);
    for (const number of [90, 91]) store.begin(at(number, number), 100);
    store.makeRoom(there(0, 90, 91));
    const left = held(store);
    assert.deepEqual([left.length, left[0], left[1]], [MAX_PAGES - 2, 'page 0', 'page 3']);
  });

  it('always has room for the top document itself', () => {
    const store = new TabStore();
    for (const number of range(1, MAX_PAGES)) store.begin(at(number, number, 200), 200);
    assert.equal(store.begin(at(0, 0, 100), 201), 'begun');
    assert.equal(held(store).length, MAX_PAGES + 1);
  });
});

describe('frames of a page that nobody watched', () => {
  it('go with it once it is watched, and those of the page before do not', () => {
    const store = new TabStore();
    store.begin(at(1, 0, 100), 100);
    store.begin(at(2, 5, 150), 150);
    store.begin(at(3, 7, 320), 320);
    store.begin(at(4, 0, 300), 400);
    const agos = store.view({}, there(3, 4)).pages.map(({ page, ago }) => [page, ago]);
    assert.deepEqual(agos, [
      ['page 1', 1],
      ['page 2', 1],
      ['page 3', 0],
      ['page 4', 0],
    ]);
    store.forgetEarlier(there(3, 4));
    assert.deepEqual(held(store), ['page 3', 'page 4']);
  });

  it('are all that is said of it, whatever was found in the page before', () => {
    const store = new TabStore();
    store.begin(at(1, 0, 100), 100);
    store.record('page 1', writeOwn(RECORDED), 100);
    store.begin(at(2, 7, 320), 320);
    assert.equal(store.dumpsOf(there(2)).length, 0);
    store.record('page 2', writeOwn(RECORDED), 330);
    assert.equal(store.dumpsOf(there(2)).length, 1);
    assert.equal(store.dumpsOf(there()).length, 0);
  });
});

describe('a document that does not answer in time', () => {
  const store = new TabStore();
  store.begin(at(1), 1);
  store.begin(at(2), 2);
  store.begin(at(3, 7), 3);
  store.begin(at(4, 7), 4);

  it('is still there, with its page, while the tab shows its site', () => {
    const present = store.standing(there(), [0], ORIGIN);
    assert.deepEqual([...present], [['page 2', 'late']]);
    const views = store.view({}, present).pages.map((page) => [page.page, page.ago, page.late, page.there]);
    assert.deepEqual(views, [
      ['page 1', 1, false, null],
      ['page 2', 0, true, null],
      ['page 3', 0, false, null],
      ['page 4', 0, false, null],
    ]);
  });

  it('is gone where the tab shows another, or nobody may know what', () => {
    for (const site of ['https://other.example', ''])
      assert.deepEqual([...store.standing(there(), [0, 7], site)], []);
  });

  it('is the last one in its frame', () => {
    assert.deepEqual([...store.standing(there(2), [7], '').keys()], ['page 2', 'page 4']);
  });

  it('is not forgotten with the pages before', () => {
    const again = TabStore.from(store.keep(-1));
    again.forgetEarlier(again.standing(there(), [0], ORIGIN));
    assert.deepEqual(held(again), ['page 2', 'page 3', 'page 4']);
  });
});
