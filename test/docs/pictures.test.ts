import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { filesUnder } from '../helpers/files.ts';
import { PAGES, picturesOf, resolveLink } from './pages.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const pictures = PAGES.flatMap(picturesOf);

interface Png {
  readonly width: number;
  readonly height: number;
  /** How many bytes of its pixels differ from the one a row above: nothing in a picture of nothing. */
  readonly detail: number;
}

/** Reads a PNG of 8 bits a sample as far as this test needs it. @throws AssertionError for what is none, or is cut off */
function readPng(path: string): Png {
  const file = readFileSync(path);
  assert.ok(file.subarray(0, 8).equals(SIGNATURE), `${path} is no PNG`);
  const data: Buffer[] = [];
  let [at, type, width, height] = [8, '', 0, 0];
  while (type !== 'IEND') {
    assert.ok(at + 12 <= file.length, `${path} is cut off`);
    const size = file.readUInt32BE(at);
    type = file.toString('latin1', at + 4, at + 8);
    const chunk = file.subarray(at + 8, at + 8 + size);
    if (type === 'IHDR') [width, height] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)];
    if (type === 'IDAT') data.push(chunk);
    at += 12 + size;
  }
  const pixels = inflateSync(Buffer.concat(data));
  return { width, height, detail: new Set(pixels).size };
}

test('every picture of the pages is a whole PNG of a size for a screen, and shows something', () => {
  assert.ok(pictures.length >= 5);
  for (const picture of pictures) {
    const { path } = resolveLink(picture);
    const { width, height, detail } = readPng(path);
    assert.ok(
      width >= 300 && width <= 2_600 && height >= 200 && height <= 2_600,
      `${path} ${width}x${height}`,
    );
    assert.ok(detail > 50, `${path} is empty`);
    assert.ok(readFileSync(path).length < 600_000, `${path} is heavy`);
  }
});

test('every picture says what it shows, in words of its own', () => {
  const mute = pictures.filter(
    ({ alt }) => alt.trim().split(/\s+/).length < 4 || /screenshot|image/i.test(alt),
  );
  assert.deepEqual(mute, []);
});

test('no picture is kept that no page shows', () => {
  const shown = new Set(pictures.map((picture) => resolveLink(picture).path));
  assert.deepEqual(
    filesUnder('docs/images', '').filter((path) => !shown.has(path)),
    [],
  );
});
