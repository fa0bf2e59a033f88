import type { Doctor } from './doctor.ts';
import type { OtherReport } from './report-exchange.ts';
import type { CallSnapshot } from './snapshot.ts';

/** This side's: of a call that is over only what was found. */
export function ownReport(
  { findings, state }: CallSnapshot,
  doctor: Doctor | null | undefined,
): Promise<Blob> {
  if (doctor) return doctor.report(findings);
  const text = JSON.stringify({ state, findings }, null, 2);
  return Promise.resolve(new Blob([text], { type: 'application/json' }));
}

/** With the sides of those who gave theirs. */
export function withOthers(own: Blob, given: readonly OtherReport[] = []): Blob {
  if (given.length === 0) return own;
  const others = given.map(({ peerId, text }) => `{"peer":${JSON.stringify(peerId)},"report":${text}}`);
  // A report is a JSON object with much in it: what is added goes before its last brace.
  return new Blob([own.slice(0, -1), `,"others":[${others.join()}]}`], { type: own.type });
}
