import type { ElementObservation } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW } from '../thresholds.ts';
import { isBlack, isShown, shows } from '../views/elements.ts';
import { framesFlow } from '../views/receivers.ts';

/** Why nobody can see an element; `off screen` may be no more than a scrolled page. */
function hiddenBy({ connected, width, height, visible, inViewport }: ElementObservation): string | undefined {
  if (!connected) return 'not in the document';
  if (!visible) return 'display, visibility or opacity';
  if (width === 0 || height === 0) return 'no size';
  return inViewport ? undefined : 'off screen';
}

/** Pictures come, and every element that has them is where nobody sees it. */
export function* rendererHidden({ receivers, elements }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const own = elements.filter((element) => shows(element, receiver.track));
    if (!framesFlow(receiver) || own.length === 0 || own.some(({ seen }) => seen.pageHidden)) continue;
    // A page may well hide a picture that is black because its sender switched it off.
    if (own.some((element) => !hiddenBy(element.seen) || isBlack(element))) continue;
    const [element] = own.toSorted((a, b) => Number(b.seen.connected) - Number(a.seen.connected));
    // Behind another page nothing is laid out: that time does not count.
    if (!element || element.heldFor((then) => !then.pageHidden && hiddenBy(then) !== undefined) < FLOW)
      continue;
    const { trace, seen, label, about } = element;
    const scrolled = isShown(seen);
    yield {
      code: 'renderer-hidden',
      severity: scrolled ? 'info' : 'error',
      variant: scrolled ? 'off-screen' : undefined,
      subject: { id: trace.id, label },
      about: [...about, ...receiver.about],
      params: { reason: hiddenBy(seen) },
      evidence: { 'hidden by': hiddenBy(seen), size: `${seen.width}×${seen.height}` },
    };
  }
}
