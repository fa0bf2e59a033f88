import type { PanelName } from './attributes.ts';
import type { LazyPart } from './lazy-parts.ts';
import { loadPart } from './lazy-parts.ts';
import { Shortcuts } from './shortcuts.ts';

const PARTS: Readonly<Record<PanelName, LazyPart | null>> = {
  chat: 'metered-call-chat',
  people: 'metered-call-roster',
  devices: 'metered-call-devices',
  layout: 'metered-call-options',
  report: 'metered-call-report',
  more: null,
};

/** What is told for a while and then no longer. */
export type Note = 'say.no-pip';

/** Milliseconds in which a note can be read. */
const NOTE_MS = 8_000;

/** What of the screen is a person's choice, and lasts as long as the element. */
export class Ui {
  readonly shortcuts = new Shortcuts();
  panel: PanelName | null = null;
  /** The key of a tile. */
  pinned: string | null = null;
  stats = false;
  note: Note | null = null;
  /** What is being written to the others. */
  draft = '';
  readonly #changed: () => void;
  #noted: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Opens it, or closes it if it is open; resolves when what is in it can be used. */
  async toggle(panel: PanelName | null): Promise<void> {
    this.panel = panel === this.panel ? null : panel;
    const part = this.panel && PARTS[this.panel];
    this.#changed();
    if (part) await Promise.all([this.#load('metered-call-panel'), this.#load(part)]);
  }

  pin(key: string | null): void {
    this.pinned = key;
    this.#changed();
  }

  setStats(on: boolean): void {
    this.stats = on;
    if (on) void this.#load('metered-call-stats');
    this.#changed();
  }

  tell(note: Note | null): void {
    clearTimeout(this.#noted);
    this.note = note;
    if (note) this.#noted = setTimeout(() => this.tell(null), NOTE_MS);
    this.#changed();
  }

  /** What could not be sent is not lost, nor what is being written by then. */
  restore(text: string): void {
    this.draft ||= text;
    this.#changed();
  }

  refresh(): void {
    this.#changed();
  }

  /** The call is over. */
  reset(): void {
    clearTimeout(this.#noted);
    this.panel = this.pinned = this.note = null;
    this.draft = '';
  }

  #load(part: LazyPart): Promise<void> {
    // What does not come stays empty; opening it again asks again.
    return loadPart(part).catch(() => undefined);
  }
}
