import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file under `dir` whose path ends in `ending`, sorted; none if there is no such directory. */
export function filesUnder(dir: string, ending: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(dir, file))
    .sort();
}
