import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { DECODER_PATIENCE, GRACE, WAITING_FRAMES } from '../thresholds.ts';
import { textOf } from '../views/samples.ts';
import type { ReceiverView } from '../views/receivers.ts';

/** Codec of what comes in, such as `H264`. */
function codecOf({ connection, inbound }: ReceiverView): string | undefined {
  const codec = connection.trace.samples.at(-1)?.stats[textOf(inbound, 'codecId') ?? ''];
  return textOf(codec, 'mimeType')?.split('/')[1];
}

/** Packets come in and no picture goes out: why, by where they stop. */
export function* notDecoded({ receivers, environment, now }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const { subject, about, total, rose, inbound, since, waitingFrames } = receiver;
    const packets = rose('packetsReceived') ?? 0;
    if (!inbound || packets <= 0 || now - since < GRACE || rose('framesDecoded') !== 0) continue;
    const [received, decoded, dropped] = [
      total('framesReceived'),
      total('framesDecoded'),
      total('framesDropped'),
    ];
    const evidence = {
      'packets in 3 s': packets,
      'frames received': received,
      'frames decoded': decoded,
      'frames dropped': dropped,
    };
    const codec = codecOf(receiver);
    const decoder = textOf(inbound, 'decoderImplementation');
    const unknown =
      codec !== undefined && environment.videoCodecs.length > 0 && !environment.videoCodecs.includes(codec);
    if (decoder === 'NullVideoDecoder' || (unknown && decoded === 0)) {
      yield {
        code: 'decoder-missing',
        subject,
        about,
        params: { codec: codec ?? '' },
        evidence: { ...evidence, decoder, codec },
      };
    } else if (received === 0) {
      const asked = rose('pliCount') ?? total('pliCount') ?? 0;
      if (asked > 0)
        yield {
          code: 'no-keyframe',
          subject,
          about,
          evidence: { ...evidence, 'key frames asked for': total('pliCount') },
        };
    } else if (decoded === 0) {
      if ((rose('framesReceived') ?? 0) > 0 && now - since >= DECODER_PATIENCE)
        yield { code: 'undecodable', subject, about, evidence: { ...evidence, codec } };
    } else if ((rose('framesReceived') ?? 0) > 0 && waitingFrames() >= WAITING_FRAMES) {
      yield { code: 'frozen', subject, about, evidence };
    }
  }
}
