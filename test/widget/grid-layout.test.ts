import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestGrid } from '../../widget/grid-layout.ts';

const GAP = 12;

test('tiles fit into their box, whatever its shape and their number', () => {
  for (const [width, height] of [
    [320, 480],
    [360, 640],
    [800, 450],
    [1280, 720],
    [3840, 2160],
    [200, 900],
  ] as const) {
    for (let count = 1; count <= 25; count++) {
      const { columns, width: w, height: h } = bestGrid(count, width, height, GAP);
      const rows = Math.ceil(count / columns);
      assert.ok(w > 0 && h > 0, `${count} in ${width}x${height}`);
      assert.ok(columns * w + (columns - 1) * GAP <= width);
      assert.ok(rows * h + (rows - 1) * GAP <= height);
      assert.ok(w / h > 0.7 && w / h < 1.85, `${w}x${h}`);
    }
  }
});

test('two stand side by side on a wide screen and one above the other on a phone', () => {
  assert.equal(bestGrid(2, 1280, 640, GAP).columns, 2);
  assert.equal(bestGrid(2, 344, 640, GAP).columns, 1);
  assert.equal(bestGrid(9, 1280, 640, GAP).columns, 3);
});

test('a box without any room gives an empty tile, not a negative one', () => {
  assert.deepEqual(bestGrid(3, 0, 0, GAP), { columns: 1, width: 0, height: 0 });
});
