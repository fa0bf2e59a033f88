export interface TileSize {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

const WIDEST = 16 / 9;
const TALLEST = 3 / 4;

/** The number of columns with which `count` tiles fill a box best, and the size of a tile in it. */
export function bestGrid(count: number, width: number, height: number, gap: number): TileSize {
  let best: TileSize = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const ratio = Math.min(WIDEST, Math.max(TALLEST, cellWidth / cellHeight));
    const w = Math.floor(Math.min(cellWidth, cellHeight * ratio));
    const h = Math.floor(Math.min(cellHeight, cellWidth / ratio));
    if (worth(w, h) > worth(best.width, best.height)) best = { columns, width: w, height: h };
  }
  return best;
}

/** Cameras are wide: a tile that is higher than wide cuts off their sides. */
function worth(width: number, height: number): number {
  return width * height * Math.min(1, width / height || 0);
}
