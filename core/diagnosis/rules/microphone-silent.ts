import type { TrackTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene, Sight } from '../scene.ts';
import { SAMPLE_SLACK, SILENCE, SILENT_FOR, TALKING } from '../thresholds.ts';
import { entriesOf, numberOf, textOf } from '../views/samples.ts';
import { enabledSince, isEnabled, isLive, valuesOf } from '../views/tracks.ts';

interface Level {
  readonly at: number;
  readonly value: number;
}

/** Digital silence while somebody else talks, or during a test that was asked for. */
export function* microphoneSilent(scene: Scene): Iterable<Proof> {
  for (const track of scene.trace.tracks) {
    if (track.origin !== 'microphone' || !isLive(track) || !isEnabled(track)) continue;
    const levels = levelsOf(scene, track);
    const loud = levels.findLastIndex(({ value }) => value > SILENCE);
    const first = levels[loud + 1];
    const last = levels.at(-1);
    if (!first || !last || last.at - first.at < SILENT_FOR - SAMPLE_SLACK) continue;
    if (!othersTalk(scene, first.at) && !testedSince(scene, first.at)) continue;
    yield {
      code: 'microphone-silent',
      subject: { id: track.id, label: track.label },
      about: [track.id],
      evidence: { level: 0, 'for seconds': Math.round((last.at - first.at) / 1000) },
    };
  }
}

/** Chromium counts the level of what is sent; elsewhere it was measured because this rule asked. */
export function levelsOf({ connections, now }: Sight, track: TrackTrace): readonly Level[] {
  const since = Math.max(enabledSince(track), now - 4 * SILENT_FOR);
  const measured = valuesOf(track, 'level');
  const counted = connections.flatMap(({ trace: { samples } }) =>
    // Numbers are built when they are read: those of long ago stay as they are kept.
    samples.flatMap((sample) =>
      (sample.at < since ? [] : entriesOf(sample, 'media-source')).flatMap(([, entry]) => {
        const value = numberOf(entry, 'audioLevel');
        const own = textOf(entry, 'trackIdentifier') === track.browserId;
        return own && value !== undefined ? { at: sample.at, value } : [];
      }),
    ),
  );
  return [...measured, ...counted].filter(({ at }) => at >= since).sort((a, b) => a.at - b.at);
}

export function othersTalk({ connections }: Sight, since: number): boolean {
  return connections.some(({ trace }) =>
    trace.samples.some(
      (sample) =>
        sample.at >= since &&
        entriesOf(sample, 'inbound-rtp').some(([, entry]) => (numberOf(entry, 'audioLevel') ?? 0) > TALKING),
    ),
  );
}

/** Where levels have to be measured, that begins because of the test. */
const testedSince = ({ trace }: Scene, since: number): boolean =>
  trace.probes.some(
    ({ probe, target, at }) => probe === 'capture' && target === 'microphone' && at >= since - SILENT_FOR,
  );
