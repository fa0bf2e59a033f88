import type { Environment } from '../environment.ts';
import { redact, withoutNames } from '../redact.ts';
import type { Redaction } from '../redact.ts';
import type { Trace } from '../trace.ts';
import { gzip } from './gzip.ts';
import { writeOwn } from './own-dump.ts';
import type { DumpExtras } from './own-dump.ts';
import { writeInternals } from './write-internals.ts';

export interface WriteDumpOptions extends Redaction, DumpExtras {
  /** Ours carries everything; Chrome's only connections and captures, for tools that read it. */
  readonly format: 'metered-call' | 'webrtc-internals';
}

/** A report as a file: ours as JSON, Chrome's packed as Chrome packs it. Secrets were never recorded; see Redaction for the rest. */
export async function writeDump(
  trace: Trace,
  environment: Environment,
  { format, findings, transcript, ...redaction }: WriteDumpOptions,
): Promise<Blob> {
  const clean = redact(trace, redaction);
  if (format === 'webrtc-internals') return gzip(writeInternals(clean, environment));
  const said = { ...(findings ? { findings } : {}), ...(transcript ? { transcript } : {}) };
  const text = writeOwn({
    trace: clean,
    environment,
    ...(redaction.labels === false ? said : withoutNames(said, trace)),
  });
  return new Blob([text], { type: 'application/json' });
}
