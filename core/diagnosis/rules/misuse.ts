import type { ErrorTrace } from '../../recorder/trace.ts';
import type { Code } from '../catalogue.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECENT } from '../thresholds.ts';

/** Stable codes of the engine's own errors that say how it was used. */
const ENGINE_ERRORS: Readonly<Record<string, Code>> = {
  not_joined: 'sent-before-join',
  oversized_payload: 'message-oversized',
};

/** Errors that the engine threw at the application, and what to do instead. */
export function* misuse({ trace, now }: Scene): Iterable<Proof> {
  for (const { log } of trace.calls) {
    for (const event of log) {
      if (event.type !== 'error' || now - event.at > RECENT) continue;
      const code = ENGINE_ERRORS[event.error.code ?? ''];
      if (code) yield { code, evidence: evidenceOf(event.error) };
    }
  }
  for (const { ours, closeCode, closedAt = 0 } of trace.sockets) {
    if (ours && closeCode === 1009 && now - closedAt < RECENT)
      yield { code: 'message-oversized', evidence: { 'close code': closeCode } };
  }
}

const evidenceOf = ({ name, code, message }: ErrorTrace): Proof['evidence'] => ({
  error: name,
  code,
  message,
});
