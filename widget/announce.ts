import type { Translator } from '../core/locales/translate.ts';
import type { CallState } from './call-states.ts';
import type { CallSnapshot, DeviceState, Participant } from './snapshot.ts';

/** The call goes on while its server is away, and so does what is said of it. */
const isTogether = (state: CallState): boolean => state === 'joined' || state === 'reconnecting';

/** What a screen reader should hear of the step from one snapshot to the next, or null. */
export function announce(before: CallSnapshot, after: CallSnapshot, { t }: Translator): string | null {
  const said: string[] = [];
  if (after.state !== before.state) {
    if (after.state === 'lobby') said.push(t('say.lobby'));
    else if (after.state === 'joining') said.push(t('say.joining'));
    else if (after.state === 'reconnecting') said.push(t('call.reconnecting'));
    else if (after.state === 'closed') said.push(t('say.left'));
    else if (after.state === 'joined') {
      said.push(t(before.state === 'reconnecting' ? 'say.reconnected' : 'say.joined'));
    }
  }
  const together = isTogether(before.state) && isTogether(after.state);
  if (together) {
    for (const p of missing(before, after)) said.push(t('say.participant-joined', { name: p.name }));
    for (const p of missing(after, before)) said.push(t('say.participant-left', { name: p.name }));
  }
  if (together || (before.state === 'lobby' && after.state === 'lobby')) {
    const microphone = flipped(before.microphone, after.microphone);
    if (microphone) said.push(t(`say.microphone-${microphone}`));
    const camera = flipped(before.camera, after.camera);
    if (camera) said.push(t(`say.camera-${camera}`));
    if (before.sharing !== after.sharing) said.push(t(after.sharing ? 'say.screen-on' : 'say.screen-off'));
    for (const { name, isLocal, screen, id } of after.participants) {
      const was = before.participants.find((p) => p.id === id)?.screen;
      if (screen && !was && !isLocal) said.push(t('say.shares', { name }));
    }
    const { question } = after;
    if (question && question.peerId !== before.question?.peerId)
      said.push(t('report.question', { name: question.name }));
    said.push(...newMessages(before, after, t));
  }
  return said.length > 0 ? said.join(' ') : null;
}

/** What went wrong in that step, to be heard at once, or null: the same as is then to be seen above the call or on a tile. */
export function alarm(before: CallSnapshot, after: CallSnapshot, { t, finding }: Translator): string | null {
  const known = new Set([...before.notices, ...before.findingOf.values()].map(({ id }) => id));
  const fresh = [...after.notices, ...after.findingOf.values()].filter(({ id }) => !known.has(id));
  const said = fresh.map(({ code, params, subject: { label } }) => {
    const { variant } = params;
    const title = finding(code, typeof variant === 'string' ? variant : undefined, params)?.title ?? code;
    return label ? `${title}: ${label}.` : `${title}.`;
  });
  if (after.playbackBlocked && !before.playbackBlocked)
    said.push(t(after.playbackBlocked === 'sound' ? 'call.playback.sound' : 'call.playback'));
  return said.length > 0 ? [...new Set(said)].join(' ') : null;
}

/** Characters of a message that are read out. */
const MAX_SPOKEN = 200;

function newMessages(before: CallSnapshot, after: CallSnapshot, t: Translator['t']): string[] {
  if (before.messages === after.messages) return [];
  const known = new Set(before.messages.map(({ id }) => id));
  const fresh = after.messages.filter(({ id, isLocal }) => !isLocal && !known.has(id));
  const [first] = fresh;
  if (!first) return [];
  if (fresh.length > 1) return [t('say.messages', { count: fresh.length })];
  const { name, text, file } = first;
  if (file) return [t('say.file', { name, text: file.name })];
  return [t('say.message', { name, text: text.slice(0, MAX_SPOKEN) })];
}

function missing(from: CallSnapshot, inside: CallSnapshot): Participant[] {
  const known = new Set(from.participants.map((p) => p.id));
  return inside.participants.filter((p) => !p.isLocal && !known.has(p.id));
}

function flipped(before: DeviceState, after: DeviceState): 'on' | 'off' | null {
  if (before === after || (before !== 'on' && after !== 'on')) return null;
  return after === 'on' ? 'on' : 'off';
}

/** Milliseconds in which what happens together is said together. */
const GATHER_MS = 300;
/** Sentences of one announcement; of more only the last are said. */
const MAX_SENTENCES = 4;

/** Gathers what is to be said, so that the live region changes once and nothing is cut off by the next. */
export class Announcer {
  /** What the live region holds. */
  text = '';
  readonly #changed: () => void;
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  say(sentence: string | null): void {
    if (!sentence) return;
    this.#waiting.push(sentence);
    this.#timer ??= setTimeout(() => {
      const text = this.#waiting.slice(-MAX_SENTENCES).join(' ');
      // The same words again have to differ to be heard again.
      this.text = text === this.text ? `${text}\u00a0` : text;
      this.#waiting = [];
      this.#timer = undefined;
      this.#changed();
    }, GATHER_MS);
  }
}
