import { warnOnce } from './attributes.ts';
import { MeteredCall } from './metered-call.ts';
import { CallBanner } from './parts/banner.ts';
import { CallCard } from './parts/card.ts';
import { CallControlBar } from './parts/control-bar.ts';
import { CallGrid } from './parts/grid.ts';
import { CallLobby } from './parts/lobby.ts';
import { CallTile } from './parts/tile.ts';

/** Parts first: the element renders as soon as it is defined. */
const TAGS: readonly (readonly [string, CustomElementConstructor])[] = [
  ['metered-call-tile', CallTile],
  ['metered-call-grid', CallGrid],
  ['metered-call-control-bar', CallControlBar],
  ['metered-call-lobby', CallLobby],
  ['metered-call-banner', CallBanner],
  ['metered-call-card', CallCard],
  ['metered-call', MeteredCall],
];

/** Registers the tags where there is a window; true if it did. */
export function define(): boolean {
  if (typeof window === 'undefined' || !('customElements' in window)) return false;
  if (customElements.get('metered-call')) {
    warnOnce('<metered-call> is already registered; this copy is not used');
    return false;
  }
  for (const [tag, constructor] of TAGS) customElements.define(tag, constructor);
  return true;
}
