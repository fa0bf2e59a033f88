import { isRecord } from '../../util/is-record.ts';
import { DumpError } from './dump-error.ts';
import { MAX_DUMP_BYTES, gunzip, isGzip } from './gzip.ts';
import { OWN_FORMAT, readOwn } from './own-dump.ts';
import type { Dump } from './own-dump.ts';
import { firefoxReports, readFirefox } from './read-firefox.ts';
import { readInternals } from './read-internals.ts';
import { RTCSTATS_MAGIC, readRtcstats } from './read-rtcstats.ts';

/**
 * Reads a dump of ours, either of Chrome's two, or Firefox's about:webrtc report; packed or not. Hostile input: bounded, and
 * whatever is not sound in it is left out.
 * @throws DumpError (rejects) with a stable `code`.
 */
export async function readDump(data: string | ArrayBuffer | Blob): Promise<Dump> {
  const text = await textOf(data);
  if (text.startsWith(RTCSTATS_MAGIC)) return readRtcstats(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DumpError('unknown_format', 'The file is no dump that is known here.');
  }
  try {
    if (isRecord(value) && value['format'] === OWN_FORMAT) return readOwn(value);
    if (isRecord(value) && isRecord(value['PeerConnections'])) return readInternals(value);
    const reports = firefoxReports(value);
    if (reports) return readFirefox(reports);
  } catch (err) {
    if (err instanceof DumpError) throw err;
    throw new DumpError('damaged', 'The dump is damaged.');
  }
  throw new DumpError('unknown_format', 'The file is no dump that is known here.');
}

async function textOf(data: string | ArrayBuffer | Blob): Promise<string> {
  if (typeof data === 'string') {
    if (data.length > MAX_DUMP_BYTES) throw new DumpError('too_large', 'The dump is too large to be read.');
    return data;
  }
  const blob = data instanceof Blob ? data : new Blob([data]);
  const packed = isGzip(new Uint8Array(await blob.slice(0, 2).arrayBuffer()));
  if (packed) return gunzip(blob);
  if (blob.size > MAX_DUMP_BYTES) throw new DumpError('too_large', 'The dump is too large to be read.');
  return blob.text();
}
