import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW } from '../thresholds.ts';
import { waits, isRefused } from './autoplay-blocked.ts';

/** Paused by the page, or never started, with pictures waiting. A hidden tab's muted pictures are paused by Chromium. */
export function* rendererPaused({ elements }: Scene): Iterable<Proof> {
  for (const element of elements) {
    const { trace, seen, label, about, liveVideo, pausedAt } = element;
    if (liveVideo.length === 0 || isRefused(element)) continue;
    if (element.heldFor(waits) < FLOW) continue;
    yield {
      code: 'renderer-paused',
      subject: { id: trace.id, label },
      about,
      variant: pausedAt === -Infinity ? 'never-played' : undefined,
      evidence: {
        paused: 'true',
        readyState: seen.readyState,
        'pause()': pausedAt > 0 ? 'called' : 'not called',
      },
    };
  }
}
