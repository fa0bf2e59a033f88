import './helpers/without-window.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecordedPage } from '../../extension/faces/feed.ts';
import { isTopRecorded, sourcesOf } from '../../extension/panel/sources.ts';
import { RECORDED } from './helpers/recorded-call.ts';

const presence = { depth: 0, apart: false, scriptless: false, unreached: 0, frames: [] };
const recorded = (frame: number, given: Partial<RecordedPage> = {}): RecordedPage => ({
  ...{ page: `page ${frame}`, frame, origin: '', at: 1, ago: 0, late: false, dump: RECORDED },
  there: { page: `page ${frame}`, ...presence },
  ...given,
});

describe('what the panel can show', () => {
  it('is said to be gone where it is, and comes after what is there', () => {
    const before = recorded(0, { page: 'before', ago: 1, there: null });
    const pages = [
      before,
      recorded(5, { there: null }),
      recorded(7, { there: null, late: true }),
      recorded(0),
    ];
    const { origin } = RECORDED.environment;
    assert.deepEqual(
      sourcesOf(pages, []).map(({ label }) => label),
      [
        `${origin}, frame 0`,
        `${origin}, frame 7`,
        `${origin}, frame 5, not there any more`,
        `${origin}, earlier page 1`,
      ],
    );
  });

  it('is there where the developer tools have read it', () => {
    const [source] = sourcesOf([], [recorded(0, { there: null })]);
    assert.deepEqual([source?.gone, source?.part.page], [false, undefined]);
  });

  it('has the page in front where its top document is recorded, not only a frame in it', () => {
    assert.equal(isTopRecorded([recorded(0)]), true);
    for (const pages of [
      [recorded(5)],
      [recorded(0, { ago: 1 }), recorded(5)],
      [recorded(0, { dump: undefined })],
    ])
      assert.equal(isTopRecorded(pages), false);
  });
});
