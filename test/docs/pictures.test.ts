import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { filesUnder } from '../helpers/files.ts';
import { PAGES, picturesOf, resolveLink } from './pages.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const pictures = PAGES.flatMap(picturesOf);

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Whether there is more than one colour in it. */
  readonly detailed: boolean;
}

/** Reads a PNG of 8 bits a sample as far as this test needs it. @throws AssertionError for one that is cut off */
function readPng(path: string, file: Buffer): Picture {
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
  // How many bytes of its pixels differ from the one a row above: none in a picture of nothing.
  return { width, height, detailed: new Set(inflateSync(Buffer.concat(data))).size > 50 };
}

/** Reads the head of a WebP (RFC 9649, sections 2.3 to 2.7). @throws AssertionError for one that is cut off */
function readWebp(path: string, file: Buffer): Picture {
  assert.equal(file.readUInt32LE(4) + 8, file.length, `${path} is cut off`);
  const kind = file.toString('latin1', 12, 16);
  // Of one colour it would have less than a kilobyte.
  const detailed = file.length > 5_000;
  if (kind === 'VP8X')
    return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1, detailed };
  if (kind === 'VP8 ')
    return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff, detailed };
  assert.equal(kind, 'VP8L', path);
  const bits = file.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, detailed };
}

function read(path: string): Picture {
  const file = readFileSync(path);
  if (file.subarray(0, 8).equals(PNG)) return readPng(path, file);
  assert.equal(file.toString('latin1', 8, 12), 'WEBP', `${path} is neither PNG nor WebP`);
  return readWebp(path, file);
}

test('every picture of the pages is whole, of a size for a screen, and shows something', () => {
  assert.ok(pictures.length >= 5);
  for (const picture of pictures) {
    const { path } = resolveLink(picture);
    const { width, height, detailed } = read(path);
    assert.ok(
      width >= 300 && width <= 2_600 && height >= 200 && height <= 2_600,
      `${path} ${width}x${height}`,
    );
    assert.ok(detailed, `${path} is empty`);
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
