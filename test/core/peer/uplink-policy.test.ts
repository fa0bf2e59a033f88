import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareUplink } from '../../../core/peer/uplink-policy.ts';
import type { VideoDemand } from '../../../core/peer/uplink-policy.ts';

const HD = { width: 1_280, height: 720, frameRate: 30 };
const BASE: VideoDemand = { tile: null, visible: true, source: HD, screen: false, toSpeaker: false };
const tile = (width: number, height: number): VideoDemand => ({ ...BASE, tile: { width, height } });
const HIDDEN: VideoDemand = { ...tile(640, 360), visible: false };
const TO_SPEAKER: VideoDemand = { ...BASE, toSpeaker: true };
const SCREEN: VideoDemand = { ...BASE, source: { width: 1_920, height: 1_080, frameRate: 30 }, screen: true };

/** `on`, or `-` for paused; kbps; scale; frames a second. */
type Row = [
  what: string,
  demands: VideoDemand[],
  kbps: number,
  speaking: boolean,
  shares: (string | [kbps: number, scale: number, rate: number])[],
];
const TABLE: Row[] = [
  ['nobody', [], 1_000, false, []],
  ['one large tile, room enough', [tile(1_280, 720)], 9_000, false, [[2_211, 1, 30]]],
  ['one small tile, room enough', [tile(320, 180)], 9_000, false, [[138, 4, 20]]],
  ['a tile larger than the source', [tile(4_000, 2_000)], 9_000, false, [[2_211, 1, 30]]],
  ['a tile that crops is still covered', [tile(180, 360)], 9_000, false, [[552, 2, 30]]],
  ['nothing said: a medium tile', [BASE], 9_000, false, [[552, 2, 30]]],
  ['nothing said, and we speak: a large one', [BASE], 9_000, true, [[2_211, 1, 30]]],
  [
    'equals share equally',
    [BASE, BASE, BASE],
    900,
    false,
    [
      [300, 2, 30],
      [300, 2, 30],
      [300, 2, 30],
    ],
  ],
  [
    'the larger tile has more',
    [tile(640, 360), tile(320, 180)],
    500,
    false,
    [
      [400, 2, 30],
      [100, 4, 12],
    ],
  ],
  [
    'what one does not need the other has',
    [TO_SPEAKER, BASE],
    1_000,
    false,
    [
      [552, 2, 30],
      [447, 2, 30],
    ],
  ],
  [
    'whom nobody looks at is paused',
    [HIDDEN, BASE],
    500,
    false,
    ['paused', [500, 2, 30]],
  ],
  [
    'a peer that speaks sees more of us',
    [TO_SPEAKER, BASE],
    500,
    false,
    [
      [300, 2, 30],
      [200, 2, 20],
    ],
  ],
  ['little to spend: fewer pixels and frames', [BASE], 100, false, [[100, 2.5, 12]]],
  ['text is not scaled, it comes slower', [SCREEN], 200, false, [[200, 1, 8]]],
  ['nothing to spend', [BASE, BASE], 0, false, ['paused', 'paused']],
  ['less than nothing', [BASE], -50, false, ['paused']],
]; // prettier-ignore

for (const [what, demands, videoKbps, speaking, expected] of TABLE) {
  test(`${what}: ${videoKbps} kbps`, () => {
    const shares = shareUplink(demands, { videoKbps, speaking });
    const shown = shares.map(({ active, maxBitrate, scaleResolutionDownBy, maxFramerate }) =>
      active ? [maxBitrate / 1_000, scaleResolutionDownBy, maxFramerate] : 'paused',
    );
    assert.deepEqual(shown, expected);
  });
}

test('however many there are, they never have more than the budget, nor a value a browser refuses', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (Math.imul(seed, 48_271) >>> 0) % 2_147_483_647) % below;
  for (let round = 0; round < 2_000; round += 1) {
    const demands = Array.from({ length: random(30) }, (): VideoDemand => ({
      tile: random(3) ? { width: random(8_193), height: random(8_193) } : null,
      visible: random(4) > 0,
      source: { width: 1 + random(4_000), height: 1 + random(3_000), frameRate: 1 + random(60) },
      screen: random(5) === 0,
      toSpeaker: random(6) === 0,
    }));
    const videoKbps = random(20_000) - 500;
    const shares = shareUplink(demands, { videoKbps, speaking: random(2) === 0 });
    const active = shares.filter((share) => share.active);
    const sum = active.reduce((bits, { maxBitrate }) => bits + maxBitrate, 0);
    assert.ok(sum <= Math.max(0, videoKbps) * 1_000, `${sum} of ${videoKbps}`);
    for (const [at, { maxBitrate, maxFramerate, scaleResolutionDownBy, active: sends }] of shares.entries()) {
      assert.ok(Number.isInteger(maxBitrate) && maxBitrate > 0);
      assert.ok(maxFramerate > 0 && scaleResolutionDownBy >= 1 && Number.isFinite(scaleResolutionDownBy));
      assert.ok(demands[at]?.visible || !sends);
    }
  }
});
