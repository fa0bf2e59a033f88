import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODES } from '../../../core/diagnosis/catalogue.ts';
import { codesOf, load, type Draft } from './fixture.ts';
import { MEDIA } from './near-misses-media.ts';
import { PAGE } from './near-misses-page.ts';
import { SIGNALLING } from './near-misses-signalling.ts';

const NEAR_MISSES = [...PAGE, ...SIGNALLING, ...MEDIA];

describe('just short of the proof', () => {
  for (const { code, fixture, but, change, cause } of NEAR_MISSES) {
    it(`${code} is not said: ${fixture}, but ${but}`, () => {
      const draft = load(fixture) as Draft;
      cause?.(draft);
      // What is told only of a camera that is seen to be refused elsewhere has no recording of its own.
      if (!code.endsWith('-by-embedder')) assert.ok(codesOf(draft).includes(code), codesOf(draft).join());
      change(draft);
      assert.ok(!codesOf(draft).includes(code), codesOf(draft).join());
    });
  }

  it('is tried for every code', () => {
    const tried = NEAR_MISSES.map(({ code }) => code);
    assert.deepEqual(
      CODES.filter((code) => !tried.includes(code)),
      [],
    );
  });
});
