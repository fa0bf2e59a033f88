import type { Translator } from '../core/locales/translate.ts';
import type { CallSnapshot, DeviceState, Participant } from './snapshot.ts';

/** What a screen reader should hear of the step from one snapshot to the next, or null. */
export function announce(
  before: CallSnapshot,
  after: CallSnapshot,
  { t, finding }: Translator,
): string | null {
  const said: string[] = [];
  if (after.state !== before.state) {
    if (after.state === 'lobby') said.push(t('say.lobby'));
    else if (after.state === 'joining') said.push(t('say.joining'));
    else if (after.state === 'reconnecting') said.push(t('call.reconnecting'));
    else if (after.state === 'closed') said.push(t('say.left'));
    else if (after.state === 'failed') said.push(finding(after.findings[0]?.code ?? '')?.title ?? '');
    else if (after.state === 'joined') {
      said.push(t(before.state === 'reconnecting' ? 'say.reconnected' : 'say.joined'));
    }
  }
  if (after.state === 'joined' && before.state === 'joined') {
    for (const p of missing(before, after)) said.push(t('say.participant-joined', { name: p.name }));
    for (const p of missing(after, before)) said.push(t('say.participant-left', { name: p.name }));
  }
  if (after.state === before.state && (after.state === 'joined' || after.state === 'lobby')) {
    const microphone = flipped(before.microphone, after.microphone);
    if (microphone) said.push(t(`say.microphone-${microphone}`));
    const camera = flipped(before.camera, after.camera);
    if (camera) said.push(t(`say.camera-${camera}`));
  }
  return said.length > 0 ? said.join(' ') : null;
}

function missing(from: CallSnapshot, inside: CallSnapshot): Participant[] {
  const known = new Set(from.participants.map((p) => p.id));
  return inside.participants.filter((p) => !p.isLocal && !known.has(p.id));
}

function flipped(before: DeviceState, after: DeviceState): 'on' | 'off' | null {
  if (before === after || (before !== 'on' && after !== 'on')) return null;
  return after === 'on' ? 'on' : 'off';
}
