import type { Control } from './attributes.ts';
import { readPreferences, writePreferences } from './preferences.ts';

export const ACTIONS = [
  'microphone',
  'camera',
  'screen',
  'chat',
  'people',
  'devices',
  'layout',
  'fullscreen',
  'shortcuts',
] as const;
export type Action = (typeof ACTIONS)[number];

export const DEFAULT_KEYS: Readonly<Record<Action, string>> = {
  microphone: 'm',
  camera: 'v',
  screen: 's',
  chat: 'c',
  people: 'p',
  devices: 'd',
  layout: 'l',
  fullscreen: 'f',
  shortcuts: '?',
};

/** What the keys can do beside these controls: whatever has no control of its own is in the view's panel. */
export const actionsBeside = (controls: readonly Control[]): readonly Action[] =>
  ACTIONS.filter((action) =>
    controls.includes(action === 'fullscreen' || action === 'shortcuts' ? 'layout' : action),
  );

/** Single keys that act while the focus is inside the call, unless they are off or something is being typed. */
export class Shortcuts {
  on: boolean;
  keys: Readonly<Record<Action, string>>;

  constructor() {
    const { shortcuts = true, keys = {} } = readPreferences();
    this.on = shortcuts;
    this.keys = Object.freeze(
      Object.fromEntries(
        ACTIONS.map((a) => [a, keyOf(keys[a] ?? '') ?? DEFAULT_KEYS[a]]),
      ) as typeof DEFAULT_KEYS,
    );
  }

  setOn(on: boolean): void {
    this.on = on;
    writePreferences({ shortcuts: on });
  }

  /** False, and nothing changes, for what is no single key or is another action's. */
  assign(action: Action, key: string): boolean {
    const clean = keyOf(key);
    if (clean === null || ACTIONS.some((other) => other !== action && this.keys[other] === clean))
      return false;
    this.keys = Object.freeze({ ...this.keys, [action]: clean });
    writePreferences({ keys: this.keys });
    return true;
  }

  /** What that press asks for, of `actions`. */
  actionOf(event: KeyboardEvent, actions: readonly Action[]): Action | null {
    if (!this.on || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
    if (event.defaultPrevented || event.composedPath().some(takesText)) return null;
    return actions.find((action) => this.keys[action] === keyOf(event.key)) ?? null;
  }
}

/** One visible character, in lower case; null for anything else. */
function keyOf(key: string): string | null {
  const clean = key.trim().toLowerCase();
  return [...clean].length === 1 ? clean : null;
}

const takesText = (target: EventTarget): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
