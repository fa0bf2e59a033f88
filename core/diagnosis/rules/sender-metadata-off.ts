import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

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
