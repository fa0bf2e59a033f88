import type { Layout } from './attributes.ts';
import { LAYOUTS } from './attributes.ts';
import type { RequestEvent } from './parts/part.ts';
import type { Action } from './shortcuts.ts';
import type { CallSnapshot } from './snapshot.ts';

/** What a key asks for, as a press of the button of the same name would. */
export function shortcutRequest(
  action: Action,
  { microphone, camera, sharing }: CallSnapshot,
  layout: Layout,
): RequestEvent['detail'] {
  switch (action) {
    case 'microphone':
      return { type: 'device', detail: { kind: 'microphone', on: microphone !== 'on' } };
    case 'camera':
      return { type: 'device', detail: { kind: 'camera', on: camera !== 'on' } };
    case 'screen':
      return { type: 'screen', detail: !sharing };
    case 'layout':
      return { type: 'layout', detail: LAYOUTS[(LAYOUTS.indexOf(layout) + 1) % LAYOUTS.length] ?? 'auto' };
    case 'fullscreen':
      return { type: 'fullscreen', detail: null };
    case 'chat':
    case 'people':
    case 'devices':
      return { type: 'panel', detail: action };
    case 'shortcuts':
      return { type: 'panel', detail: 'layout' };
  }
}
