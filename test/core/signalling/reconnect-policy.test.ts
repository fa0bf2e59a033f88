import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DEFAULT_RECONNECT,
  nextReconnectDelay,
  reconnectOptions,
} from '../../../core/signalling/reconnect-policy.ts';
import type { ReconnectContext } from '../../../core/signalling/reconnect-policy.ts';

const delay = (context: Partial<ReconnectContext>): number | null =>
  nextReconnectDelay(DEFAULT_RECONNECT, {
    attempt: 1,
    closeCode: 1006,
    retryAfterMs: null,
    random: 0.5,
    ...context,
  });

test('delays double from half a second up to half a minute', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 99].map((attempt) => delay({ attempt }));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('jitter spreads a delay by a fifth either way', () => {
  assert.equal(delay({ random: 0 }), 400);
  assert.equal(delay({ random: 0.999999 }), 599);
});

test('terminal close codes end it, all others do not', () => {
  for (const code of [4001, 4003, 4012, 4020]) assert.equal(delay({ closeCode: code }), null, String(code));
  for (const code of [1000, 1001, 1006, 1008, 1009, 4000, 4002, 4010, 4011]) {
    assert.notEqual(delay({ closeCode: code }), null, String(code));
  }
});

test('it ends after the last attempt, and never with Infinity', () => {
  assert.equal(delay({ attempt: 100 }), 30_000);
  assert.equal(delay({ attempt: 101 }), null);
  const forever = { ...DEFAULT_RECONNECT, maxAttempts: Infinity };
  assert.equal(
    nextReconnectDelay(forever, { attempt: 1e6, closeCode: null, retryAfterMs: null, random: 0.5 }),
    30_000,
  );
});

test('going_away is obeyed: never earlier, a little spread, and bounded', () => {
  assert.equal(delay({ closeCode: 1001, retryAfterMs: 7000, random: 0 }), 7000);
  assert.equal(delay({ closeCode: 1001, retryAfterMs: 7000, random: 0.5 }), 7050);
  assert.equal(delay({ closeCode: 1001, retryAfterMs: 1e15, random: 0 }), 300_000);
});

test('the connection limit is met with patience', () => {
  assert.equal(delay({ closeCode: 4010, random: 0 }), 30_000);
  assert.equal(delay({ closeCode: 4010, random: 0.999999 }), 35_999);
});

test('while nothing comes through attempts follow each other quickly for minutes, then patiently again', () => {
  const options = { ...DEFAULT_RECONNECT, maxAttempts: Infinity };
  const context = { closeCode: 1006, retryAfterMs: null, cutOff: true, random: 0.5 };
  const delays = [1, 2, 120, 121, 210, 211].map((attempt) =>
    nextReconnectDelay(options, { ...context, attempt }),
  );
  assert.deepEqual(delays, [500, 500, 500, 2_000, 2_000, 30_000]);
});

test('knobs that would make a loop without a delay are refused', () => {
  const bad = [
    { initialDelayMs: -1 },
    { maxDelayMs: NaN },
    { multiplier: 0.5 },
    { jitterRatio: 2 },
    { maxAttempts: 1.5 },
  ];
  for (const options of bad)
    assert.throws(() => reconnectOptions(options), TypeError, JSON.stringify(options));
  assert.equal(reconnectOptions(false), null);
  assert.deepEqual(reconnectOptions(undefined), DEFAULT_RECONNECT);
});
