import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { isBlack } from '../views/elements.ts';
import { framesFlow } from '../views/receivers.ts';
import { isPaused, saysCameraIsOn } from './peer-paused.ts';
import { remoteFault } from './remote-fault.ts';

/**
 * Frames come and are black. Whether by a switch or by a covered lens, only the other side knows: it is a fault where one
 * of our own peers says that its camera is on.
 */
export function* remoteSourceBlack({ receivers, elements }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const { subject, about, track } = receiver;
    if (!framesFlow(receiver) || isPaused(receiver)) continue;
    const showing = elements.find(
      (element) => element.liveVideo.some(({ id }) => id === track?.id) && isBlack(element),
    );
    if (!showing) continue;
    yield {
      code: 'remote-source-black',
      subject,
      about,
      severity: saysCameraIsOn(receiver) ? 'error' : undefined,
      ...remoteFault(receiver),
      evidence: {
        'mean luma (0 to 255)': showing.seen.luma,
        'frames decoded in 3 s': receiver.rose('framesDecoded'),
      },
    };
  }
}
