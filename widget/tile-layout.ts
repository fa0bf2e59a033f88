import { bestGrid } from './grid-layout.ts';

/** Pixels from the corner where reading begins. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the tiles beside a large one get of the room. */
const ASIDE = 0.22;
const MIN_ASIDE = 96;
/** Pixels below which nobody recognises a face. */
const MIN_WIDTH = 130;

/** Where `count` tiles go in a box: all of one size, or one (`main`, its index) large and the others beside it. */
export function arrangeTiles(
  count: number,
  main: number | null,
  { width, height }: Pick<Box, 'width' | 'height'>,
  gap: number,
): Box[] {
  const room = { x: 0, y: 0, width: Math.max(0, width), height: Math.max(0, height) };
  if (main === null || count < 2) return grid(count, room, gap);
  const beside = width >= height;
  const length = beside ? width : height;
  const aside = Math.max(Math.min(MIN_ASIDE, length / 3), Math.round(length * ASIDE));
  const rest = length - aside - gap;
  const large = beside ? { ...room, width: rest } : { ...room, height: rest };
  const strip = beside ? { ...room, x: rest + gap, width: aside } : { ...room, y: rest + gap, height: aside };
  const others = grid(count - 1, strip, gap);
  others.splice(main, 0, large);
  return others;
}

/** Whether a grid of so many would be too small to see anything. */
export function isCrowded(
  count: number,
  { width, height }: Pick<Box, 'width' | 'height'>,
  gap: number,
): boolean {
  return count > 2 && bestGrid(count, width, height, gap).width < MIN_WIDTH;
}

function grid(count: number, room: Box, gap: number): Box[] {
  const { columns, width, height } = bestGrid(count, room.width, room.height, gap);
  const rows = Math.ceil(count / columns);
  const top = room.y + (room.height - rows * height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const start = room.x + (room.width - inRow * width - (inRow - 1) * gap) / 2;
    const x = Math.round(start + (index % columns) * (width + gap));
    return { x, y: Math.round(top + row * (height + gap)), width, height };
  });
}
