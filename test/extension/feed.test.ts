import { extension } from './helpers/without-browser.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import { Feed } from '../../extension/faces/feed.ts';
import type { FromFace, PageView, TabView } from '../../extension/hops/messages.ts';
import { partOf, RECORDED, timesOf } from './helpers/recorded-call.ts';

const page = (dump: string): PageView => ({
  ...{ page: 'page', frame: 0, origin: '', since: 1, at: 1, ago: 0, there: null, late: false, dump },
});
const view = (dump: string, refused = 0): TabView => ({ pages: [page(dump)], refused, dropped: 0 });

test('a face keeps what a closed tab has left, and nothing that was forgotten', async () => {
  let answer: TabView | null = view(writeOwn(partOf(RECORDED, 0, 5)), 2);
  extension.runtime.sendMessage = (message) =>
    Promise.resolve((message as FromFace).type === 'tab' ? answer : undefined);
  const feed = new Feed(7);
  await feed.refresh();
  assert.deepEqual([feed.closed, feed.refused], [false, 2]);
  answer = view(writeOwn(partOf(RECORDED, 5)));
  await feed.refresh();
  const times = timesOf(RECORDED);
  assert.deepEqual(timesOf(feed.pages[0]?.dump), times);
  assert.equal(feed.refused, 0);
  answer = null;
  await feed.refresh();
  assert.equal(feed.closed, true);
  assert.deepEqual(timesOf(feed.pages[0]?.dump), times);
  feed.forget();
  await feed.refresh();
  assert.deepEqual(feed.pages, []);

  answer = view(writeOwn(RECORDED));
  await feed.refresh();
  answer = view('');
  await feed.refresh();
  assert.deepEqual(
    feed.pages.map(({ dump }) => dump),
    [undefined],
  );
});
