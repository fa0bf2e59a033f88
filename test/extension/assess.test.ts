import './helpers/without-window.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VNode } from 'snabbdom';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { Inspected } from '../../extension/hops/inspected.ts';
import type { Presence } from '../../extension/hops/surroundings.ts';
import { headlineOf } from '../../extension/popup/headline.ts';
import { popupView } from '../../extension/popup/view.ts';
import type { PopupActions, PopupState } from '../../extension/popup/view.ts';
import { RECORDED } from './helpers/recorded-call.ts';
import { assess } from '../../extension/verdict/assess.ts';
import type { Assessment, Known } from '../../extension/verdict/assess.ts';

const NOW = 1_700_000_000_000;
const TOP = 'https://top.example';
const FRAME = 'https://frame.example';

/** Of a page in which nothing happens. */
function dumpOf(origin: string, fromStart = true): Dump {
  const nothing = {
    ...{ connections: [], tracks: [], elements: [], captures: [], sockets: [], tokens: [], calls: [] },
    ...{ peers: [], violations: [], probes: [], dropped: 0 },
  };
  const state = 'prompt' as const;
  return {
    trace: { format: 'metered-call-trace', version: 1, startedAt: NOW, until: NOW, fromStart, ...nothing },
    environment: {
      ...{ secureContext: true, mediaDevices: true, webrtc: true, browser: 'chromium', userAgent: 'test' },
      ...{ framed: false, framedCrossOrigin: false, permissions: { camera: state, microphone: state } },
      ...{ hidden: false, online: true, secretKeys: [], videoCodecs: ['VP8'], origin },
    },
  };
}

type Recorded = Known['recorded'][number];
const around = (frame: number, given: Partial<Presence> = {}): Presence => ({
  page: `page ${frame}`,
  ...{ depth: frame === 0 ? 0 : 1, apart: frame !== 0, scriptless: false, unreached: 0, frames: [] },
  ...given,
});
const recordedIn = (frame: number, origin: string, given: Partial<Recorded> = {}): Recorded => ({
  ...{ page: `page ${frame}`, frame, origin, at: NOW - 60_000, there: around(frame), late: false },
  dump: dumpOf(origin),
  ...given,
});
const looked = (given: Partial<Inspected> = {}): Inspected => ({
  ...{ top: true, recorded: false, dump: writeOwn(dumpOf(TOP, false)), calls: [], streams: 0 },
  ...{ depth: 0, apart: false, scriptless: false, unreached: 0, frames: [] },
  ...given,
});
const seen = (known: Partial<Known>): Assessment =>
  assess({
    ...{ granted: true, inspected: [], recorded: [], refused: 0, grantedFrames: new Set(), now: NOW },
    ...known,
  });
const said = ({ watching, verdict: { kind, gaps } }: Assessment): unknown[] => [watching, kind, ...gaps];

/** What the popup shows, as text. */
function shown(assessment: Assessment, given: Partial<PopupState> = {}): string {
  const none = {
    tokens: { tokens: [] },
    probes: { isRunning: () => false },
    copied: false,
  } as unknown as PopupState;
  const textOf = ({ text, children }: VNode): string =>
    text ?? (children ?? []).map((child) => (typeof child === 'string' ? child : textOf(child))).join('\n');
  return textOf(
    popupView({ ...none, assessment, granted: true, frames: false, ...given }, {} as PopupActions),
  );
}

describe('what is said of a page that is watched', () => {
  it('is that nothing is wrong where every frame was seen from its start', () => {
    const top = recordedIn(0, TOP, { there: around(0, { unreached: 1, frames: [FRAME] }) });
    assert.deepEqual(said(seen({ recorded: [recordedIn(0, TOP)] })), ['recording', 'ok']);
    assert.deepEqual(said(seen({ recorded: [top, recordedIn(5, FRAME)] })), ['recording', 'ok']);
  });

  it('is unknown for a frame of a site that is not watched, which it names', () => {
    const there = around(0, { unreached: 1, frames: [FRAME] });
    const part = seen({ recorded: [recordedIn(0, TOP, { there })] });
    assert.deepEqual(said(part), ['partial', 'unknown', 'frames']);
    assert.deepEqual(part.unseen, [FRAME]);
    assert.match(shown(part), /Watch these frames too\n/);
    assert.match(shown(part), /Stop watching this site\n/);
    assert.match(shown(part, { frames: true }), /Stop watching this site and its frames\n/);
  });

  it('is unknown for a frame whose site cannot be told, or is granted without being recorded', () => {
    for (const frames of [[], [FRAME]]) {
      const recorded = [recordedIn(0, TOP, { there: around(0, { unreached: 1, frames }) })];
      const part = seen({ recorded, grantedFrames: new Set([FRAME]) });
      assert.deepEqual(said(part), ['partial', 'unknown', 'frames-unknown']);
      assert.deepEqual(part.unseen, []);
    }
  });

  it('does not mind where the address of a frame that was seen has led', () => {
    const there = around(0, { unreached: 1, frames: ['https://short.example'] });
    const page = seen({ recorded: [recordedIn(0, TOP, { there }), recordedIn(5, FRAME)] });
    assert.deepEqual(said(page), ['recording', 'ok']);
  });

  it('does not take a frame in a frame for the one around it', () => {
    const there = around(0, { unreached: 1, frames: [FRAME] });
    const inner = recordedIn(7, 'https://inner.example', { there: around(7, { depth: 2 }) });
    const part = seen({ recorded: [recordedIn(0, TOP, { there }), inner] });
    assert.deepEqual(said(part), ['partial', 'unknown', 'frames']);
  });

  it('does not take a frame that was for one that is', () => {
    const there = around(0, { unreached: 1, frames: [] });
    const part = seen({ recorded: [recordedIn(0, TOP, { there }), recordedIn(5, FRAME, { there: null })] });
    assert.deepEqual(said(part), ['partial', 'unknown', 'frames-unknown']);
  });

  it('is unknown where a frame says nothing: at first without a word about it', () => {
    const silent = (at: number): Recorded => recordedIn(5, FRAME, { dump: undefined, at });
    const top = recordedIn(0, TOP, { there: around(0, { unreached: 1 }) });
    const early = seen({ recorded: [top, silent(NOW - 1_000)] });
    assert.deepEqual(said(early), ['recording', 'unknown']);
    assert.match(headlineOf(early), /^Looking at the page/);
    assert.deepEqual(said(seen({ recorded: [top, silent(NOW - 9_000)] })), [
      'recording',
      'unknown',
      'silent',
    ]);
    const scriptless = { ...silent(NOW - 9_000), there: around(5, { scriptless: true }) };
    assert.deepEqual(said(seen({ recorded: [top, scriptless] })), ['recording', 'ok']);
    // One that went before it said anything is missed by nobody.
    const gone = { ...silent(NOW - 9_000), there: null };
    assert.deepEqual(said(seen({ recorded: [recordedIn(0, TOP), gone] })), ['recording', 'ok']);
  });

  it('is nothing of a frame that is gone, whatever was wrong there', () => {
    const gone = recordedIn(5, FRAME, { there: null, dump: RECORDED });
    const page = seen({ recorded: [recordedIn(0, TOP), gone] });
    assert.deepEqual(said(page), ['recording', 'ok']);
    assert.deepEqual(
      page.parts.map(({ origin }) => origin),
      [TOP],
    );
    const still = seen({ recorded: [recordedIn(0, TOP), { ...gone, there: around(5) }] });
    assert.equal(still.verdict.kind, 'error');
  });

  it('is what was proven, and that it does not answer, where it stands still', () => {
    const still = { there: null, late: true };
    const page = seen({ inspected: null, recorded: [recordedIn(0, TOP, { ...still, dump: RECORDED })] });
    assert.deepEqual(said(page), ['recording', 'error', 'unanswered']);
    assert.match(shown(page), /The page does not answer/);
    const fine = seen({ inspected: null, recorded: [recordedIn(0, TOP, still)] });
    assert.deepEqual(said(fine), ['recording', 'unknown', 'unanswered']);
    const frame = seen({ recorded: [recordedIn(0, TOP), recordedIn(5, FRAME, still)] });
    assert.deepEqual(said(frame), ['recording', 'unknown', 'unanswered']);
  });

  it('is unknown where there are more frames than are recorded', () => {
    const page = seen({ recorded: [recordedIn(0, TOP)], refused: 1 });
    assert.deepEqual(said(page), ['partial', 'unknown', 'frames-unknown']);
  });

  it('is never that it is recorded, once the site is not granted any more', () => {
    const page = seen({ granted: false, inspected: [looked()], recorded: [recordedIn(0, TOP)] });
    assert.deepEqual(said(page), ['not-granted', 'unknown', 'not-granted']);
  });

  it('has the origin that the browser names for a sandboxed frame', () => {
    const top = recordedIn(0, TOP, { there: around(0, { unreached: 1, frames: [FRAME] }) });
    const page = seen({ recorded: [top, recordedIn(5, FRAME, { dump: dumpOf('') })] });
    assert.deepEqual(
      page.parts.map(({ origin }) => origin),
      [TOP, FRAME],
    );
    assert.equal(page.verdict.kind, 'ok');
  });
});

describe('what is said of a page that nobody watches', () => {
  const call = (fromStart: boolean): Inspected['calls'][number] => ({
    ...{ room: 'r', state: 'joined', findings: '[]' },
    report: writeOwn(dumpOf(TOP, fromStart)),
  });
  const unwatched = (...inspected: readonly Inspected[]): Assessment => seen({ granted: false, inspected });

  it('is unknown', () => {
    assert.deepEqual(said(unwatched(looked())), ['not-granted', 'unknown', 'not-granted']);
    assert.deepEqual(said(seen({ granted: true, inspected: [looked()] })), [
      'reload-needed',
      'unknown',
      'reload-needed',
    ]);
    assert.deepEqual(said(seen({ granted: false, inspected: null })), [
      'out-of-bounds',
      'unknown',
      'out-of-bounds',
    ]);
  });

  it('rests on an element that recorded itself from its start, and says so', () => {
    const fine = unwatched(looked({ calls: [call(true)] }));
    assert.deepEqual(said(fine), ['not-granted', 'ok']);
    assert.equal(headlineOf(fine), 'The call in this page reports no problem');
    const text = shown(fine, { granted: false });
    assert.match(text, /The rest of the page was not watched\./);
    assert.doesNotMatch(text, /Everything it did|No call has begun/);
  });

  it('has what an element knows at first hand, beside what it recorded', () => {
    const tells = (...findings: object[]): Assessment =>
      unwatched(looked({ calls: [{ ...call(true), findings: JSON.stringify(findings) }] }));
    const refused = tells({ code: 'send-not-permitted', severity: 'error', subject: { id: 'signalling' } });
    assert.deepEqual(said(refused), ['not-granted', 'error']);
    assert.deepEqual(
      refused.findings.map(({ finding }) => finding.code),
      ['send-not-permitted'],
    );
    // What it calls by a name that is not known here is trouble all the same.
    assert.deepEqual(said(tells({ code: 'of-tomorrow', severity: 'error' })), [
      'not-granted',
      'unknown',
      'not-granted',
    ]);
    assert.deepEqual(said(tells({ code: 'of-tomorrow', severity: 'info' })), ['not-granted', 'ok']);
    assert.deepEqual(said(unwatched(looked({ calls: [{ ...call(true), findings: 'no list' }] }))), [
      ...['not-granted', 'unknown', 'not-granted'],
    ]);
  });

  it('is unknown where anything that plays is not proven to have been seen from its start', () => {
    const gap = ['not-granted', 'unknown', 'not-granted'];
    assert.deepEqual(said(unwatched(looked({ calls: [call(false)] }))), gap);
    assert.deepEqual(said(unwatched(looked({ calls: [call(true), { ...call(true), report: '' }] }))), gap);
    assert.deepEqual(said(unwatched(looked({ calls: [call(true)], streams: 1 }))), gap);
    const other = looked({ top: false, depth: 1, streams: 1 });
    assert.deepEqual(said(unwatched(looked({ calls: [call(true)] }), other)), gap);
    const recorder = { streams: 1, recorded: true, dump: writeOwn(dumpOf(TOP, true)) };
    assert.deepEqual(said(unwatched(looked({ calls: [call(true)], ...recorder }))), gap);
    assert.deepEqual(said(unwatched(looked(recorder))), gap);
  });

  it('is unknown where a frame is out of reach', () => {
    const page = unwatched(looked({ calls: [call(true)], unreached: 1, frames: [FRAME] }));
    assert.deepEqual(said(page), ['not-granted', 'unknown', 'frames']);
  });
});
