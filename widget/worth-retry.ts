import type { CallSettings } from './setup.ts';

const FIXES = ['room', 'apiKey', 'tokenUrl', 'server'] as const;

/**
 * Whether what the page has changed makes a failed attempt worth another one. A token provider does where there was
 * none: a framework hands over a new function each time it renders, and by that nothing has changed.
 */
export function isWorthRetry(
  changed: ReadonlyMap<PropertyKey, unknown>,
  { tokenProvider }: Pick<CallSettings, 'tokenProvider'>,
): boolean {
  const provided = changed.has('tokenProvider') && !changed.get('tokenProvider') && tokenProvider !== null;
  return provided || FIXES.some((name) => changed.has(name));
}
