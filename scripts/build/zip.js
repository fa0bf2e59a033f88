import { zipSync } from 'fflate';

/** A zip has no time zone and no year before 1980. */
const EPOCH = '1980-01-01T12:00:00';

/** A zip of `[name, content]` that is the same from every build. */
export function zipOf(files) {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(
    Object.fromEntries(
      sorted.map(([name, content]) => [name, [new Uint8Array(content), { mtime: EPOCH, level: 9 }]]),
    ),
  );
}
