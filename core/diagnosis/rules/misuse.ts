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

/** Direct messages from peers that share no channel with this page: the engine drops them. */
export function* directFromOutside({ trace, now }: Scene): Iterable<Proof> {
  for (const { ours, frames } of trace.sockets) {
    // Without a roster nobody can be outside of it.
    if (!ours || !frames.some(({ type }) => type === 'presence')) continue;
    const members = new Set([...frames.flatMap(({ ids }) => ids ?? []), ...trace.peers.map(({ id }) => id)]);
    const stray = frames.filter(
      ({ type, end, from, at, signal }) =>
        type === 'direct' &&
        end === 'received' &&
        now - at < RECENT &&
        from !== undefined &&
        !signal &&
        !members.has(from),
    );
    if (stray.length > 0)
      yield { code: 'direct-from-outside', evidence: { dropped: stray.length, from: stray.at(-1)?.from } };
  }
}

/** Messages come without their sender's metadata, because nobody asked for it. */
export function* senderMetadataOff({ trace }: Scene): Iterable<Proof> {
  for (const { ours, frames } of trace.sockets) {
    const asked = frames.findLast(({ type }) => type === 'subscribe');
    if (!ours || !asked || asked.flags?.['includeSenderMetadata'] === true) continue;
    const bare = frames.filter(
      ({ type, end, at, flags }) =>
        type === 'message' && end === 'received' && at > asked.at && flags?.['metadata'] !== true,
    );
    if (bare.length > 0)
      yield { code: 'sender-metadata-off', evidence: { 'messages without metadata': bare.length } };
  }
}
