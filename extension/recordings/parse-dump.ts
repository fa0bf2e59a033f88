import { isRecord } from '../../core/util/is-record.ts';
import { OWN_FORMAT, readOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';

/** A dump of ours as a page handed it over, checked part by part; undefined for anything else. */
export function parseDump(text: string): Dump | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || value['format'] !== OWN_FORMAT) return undefined;
    const { trace, environment } = readOwn(value);
    return { trace, environment };
  } catch {
    return undefined;
  }
}
