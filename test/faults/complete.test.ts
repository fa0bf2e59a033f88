import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODES } from '../../core/diagnosis/catalogue.ts';
import { IMPOSSIBLE } from './impossible.ts';
import { SCENARIOS } from './scenarios.ts';

describe('the laboratory is complete', () => {
  for (const browser of ['chromium', 'firefox'] as const) {
    const caused = new Set(
      SCENARIOS.filter(({ only = browser }) => only === browser).map(({ code }) => code),
    );
    const excused = new Set(IMPOSSIBLE.filter((entry) => entry.browser === browser).map(({ code }) => code));

    it(`causes every code in ${browser}, or says why that cannot be`, () => {
      assert.deepEqual(
        CODES.filter((code) => !caused.has(code) && !excused.has(code)),
        [],
      );
    });

    it(`excuses nothing that it causes in ${browser}`, () => {
      assert.deepEqual(
        [...excused].filter((code) => caused.has(code)),
        [],
      );
    });
  }

  it('gives each scenario a name of its own', () => {
    const names = SCENARIOS.map(({ code, as = '', only = '' }) => `${code} ${as} ${only}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});
