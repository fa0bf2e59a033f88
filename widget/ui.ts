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

/** What of the screen is a person's choice, and lasts as long as the element. */
export class Ui {
  readonly shortcuts = new Shortcuts();
  panel: PanelName | null = null;
  /** The key of a tile. */
  pinned: string | null = null;
  stats = false;
  readonly #changed: () => void;

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

  refresh(): void {
    this.#changed();
  }

  /** The call is over. */
  reset(): void {
    this.panel = this.pinned = null;
  }

  #load(part: LazyPart): Promise<void> {
    // What does not come stays empty; opening it again asks again.
    return loadPart(part).catch(() => undefined);
  }
}
