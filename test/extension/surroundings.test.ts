import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePresence } from '../../extension/hops/surroundings.ts';

const PAGE = '00000000000000000000000000000001';

describe('the answer of a document that is there', () => {
  it('is taken as it is where it is sound', () => {
    const answer = {
      page: PAGE,
      depth: 1,
      apart: true,
      scriptless: true,
      unreached: 2,
      frames: ['https://frame.example'],
    };
    assert.deepEqual(parsePresence({ ...answer, more: 'x' }), answer);
  });

  it('counts as nothing where it is not', () => {
    const nothing = { page: PAGE, depth: 0, apart: false, scriptless: false, unreached: 0, frames: [] };
    for (const odd of [-1, 1.5, NaN, Infinity, '3', null])
      assert.deepEqual(
        parsePresence({ page: PAGE, depth: odd, apart: odd, scriptless: odd, unreached: odd, frames: odd }),
        nothing,
      );
    for (const odd of [undefined, null, 'x', [], {}, { page: 7 }, { page: 'x' }, { page: '__proto__' }])
      assert.equal(parsePresence(odd), undefined);
    const many = parsePresence({ page: PAGE, frames: Array.from({ length: 99 }, () => 'https://a.example') });
    assert.equal(many?.frames.length, 50);
    assert.deepEqual(parsePresence({ page: PAGE, frames: ['x'.repeat(301), 7] })?.frames, []);
  });
});
