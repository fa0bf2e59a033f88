import type { ElementObservation } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { GRACE, SETTLED } from '../thresholds.ts';
import { isShown, type ElementView } from '../views/elements.ts';

const HAVE_CURRENT_DATA = 2;

/** Where nobody sees it, Chromium pauses muted pictures by itself. */
export const waits = (seen: ElementObservation): boolean =>
  seen.paused &&
  seen.readyState >= HAVE_CURRENT_DATA &&
  seen.liveTracks.length > 0 &&
  isShown(seen) &&
  seen.inViewport &&
  !seen.pageHidden;

/** It would play and may not: play() was refused, or `autoplay` has no effect though the data is there. */
export const isRefused = ({ seen, played, pausedAt, heldFor }: ElementView): boolean =>
  seen.paused &&
  (played && played.at > pausedAt
    ? played.error === 'NotAllowedError'
    : seen.autoplay && pausedAt === -Infinity && heldFor(waits) >= GRACE);

/** A page that tries again, muted or when it comes to the front, is given the time to. */
const staysSo = ({ played, heldFor }: ElementView, now: number): boolean =>
  now - (played?.at ?? 0) >= SETTLED && heldFor(({ paused, pageHidden }) => paused && !pageHidden) >= SETTLED;

export function* autoplayBlocked({ elements, now }: Scene): Iterable<Proof> {
  for (const element of elements) {
    const { trace, seen, label, about, played } = element;
    if (seen.liveTracks.length === 0 || !isRefused(element) || !staysSo(element, now)) continue;
    yield {
      code: 'autoplay-blocked',
      subject: { id: trace.id, label },
      about,
      evidence: { 'play()': played?.error ?? 'not called', paused: 'true', muted: String(seen.muted) },
    };
  }
}
