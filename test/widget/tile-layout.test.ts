import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrangeTiles, isCrowded } from '../../widget/tile-layout.ts';

const GAP = 12;
const ROOMS = [
  { width: 320, height: 480 },
  { width: 1280, height: 640 },
  { width: 3840, height: 2100 },
];

test('tiles stay in their room and never lie on each other, whichever is large', () => {
  for (const room of ROOMS) {
    for (let count = 1; count <= 16; count++) {
      for (const main of [null, 0, count - 1]) {
        const boxes = arrangeTiles(count, main, room, GAP);
        assert.equal(boxes.length, count);
        boxes.forEach((a, index) => {
          assert.ok(a.width > 0 && a.height > 0, `${count} in ${room.width}`);
          assert.ok(a.x >= 0 && a.y >= 0);
          assert.ok(a.x + a.width <= room.width + 1 && a.y + a.height <= room.height + 1);
          for (const b of boxes.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            assert.ok(apart, `${count}, ${String(main)} in ${room.width}x${room.height}`);
          }
        });
      }
    }
  }
});

test('the large one is larger than all others, and keeps its place in the order', () => {
  const boxes = arrangeTiles(5, 2, { width: 1280, height: 640 }, GAP);
  const area = boxes.map(({ width, height }) => width * height);
  assert.equal(Math.max(...area), area[2]);
  assert.ok((area[2] ?? 0) > 5 * (area[0] ?? 0));
});

test('one alone is large as it is, and an empty room gives empty tiles', () => {
  const [alone] = arrangeTiles(1, 0, { width: 1280, height: 640 }, GAP);
  assert.ok((alone?.width ?? 0) > 1_000);
  assert.ok(
    arrangeTiles(3, 0, { width: 0, height: 0 }, GAP).every(
      ({ width, height }) => width === 0 || height === 0,
    ),
  );
});

test('a small room is crowded before a large one', () => {
  assert.equal(isCrowded(9, { width: 1280, height: 640 }, GAP), false);
  assert.equal(isCrowded(20, { width: 320, height: 400 }, GAP), true);
  assert.equal(isCrowded(2, { width: 200, height: 200 }, GAP), false);
});
