import { FEEDBACK_SHARE, FLOW, STRAY_BYTES } from '../thresholds.ts';
import type { ConnectionView } from './connections.ts';
import { entriesOf, rise } from './samples.ts';

/**
 * Bytes that came over a connection in the last three seconds and that no stream or channel of it has received; 0 where
 * there are no more than a transport needs for itself.
 */
export function strayBytes({ trace }: ConnectionView): number {
  const sum = (type: string, ...fields: readonly string[]): number =>
    entriesOf(trace.samples.at(-1), type).reduce(
      (all, [id]) => all + fields.reduce((own, field) => own + (rise(trace, id, field, FLOW) ?? 0), 0),
      0,
    );
  // What a data channel carries is counted again by its transport, with what that adds to it.
  if (sum('data-channel', 'bytesReceived') > STRAY_BYTES) return 0;
  // Firefox has no entry for the transport.
  const came = sum('transport', 'bytesReceived') || sum('candidate-pair', 'bytesReceived');
  const sent = sum('outbound-rtp', 'bytesSent');
  const stray = came - sum('inbound-rtp', 'bytesReceived', 'headerBytesReceived');
  return stray > STRAY_BYTES + FEEDBACK_SHARE * sent ? stray : 0;
}
