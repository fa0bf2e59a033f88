export const CONTROLS = [
  'microphone',
  'camera',
  'screen',
  'chat',
  'people',
  'layout',
  'pip',
  'devices',
  'report',
  'leave',
] as const;
export type Control = (typeof CONTROLS)[number];

export const LOBBIES = ['on', 'off'] as const;
export const THEMES = ['auto', 'light', 'dark'] as const;
export const LAYOUTS = ['auto', 'grid', 'spotlight'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What can be open beside the tiles, one at a time. */
export type PanelName = 'chat' | 'people' | 'devices' | 'layout' | 'report' | 'more';

const warned = new Set<string>();

/** Says a thing once a page, however many elements make the same mistake. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  // eslint-disable-next-line no-console -- a mistake in the page's markup is told to its author
  console.warn(`[metered-call] ${message}`);
}

/** `value` if it is allowed, else the first of `allowed`, which is the default. */
export function oneOf<T extends string>(attribute: string, value: unknown, allowed: readonly [T, ...T[]]): T {
  if (value === null || value === undefined || value === '') return allowed[0];
  const found = allowed.find((item) => item === value);
  if (found !== undefined) return found;
  warnOnce(`${attribute} must be one of ${allowed.join(', ')}; using ${allowed[0]}`);
  return allowed[0];
}

/** The controls named by space-separated tokens; an unknown one means all of them. */
export function parseControls(value: unknown): readonly Control[] {
  if (typeof value !== 'string' || value.trim() === '') return CONTROLS;
  const tokens = value.trim().toLowerCase().split(/\s+/);
  if (tokens.every((token) => CONTROLS.some((control) => control === token))) {
    return CONTROLS.filter((control) => tokens.includes(control));
  }
  warnOnce(`controls may hold ${CONTROLS.join(', ')}; showing all of them`);
  return CONTROLS;
}
