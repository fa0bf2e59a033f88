import type { ChatMessage } from './chat-message.ts';
import type { CallState } from './call-states.ts';
import type { Finding } from './finding.ts';
import type { Participant } from './snapshot.ts';

/** The `detail` of each public event. */
export interface CallEventDetails {
  'call-before-join': Record<string, never>;
  'call-before-leave': Record<string, never>;
  'call-joined': {
    readonly peerId: string | null;
    readonly room: string | null;
    readonly participants: readonly Participant[];
  };
  'call-left': { readonly reason: string };
  'call-state-change': { readonly from: CallState; readonly to: CallState };
  'call-error': { readonly code: string; readonly finding: Finding };
  'call-diagnosis': { readonly findings: readonly Finding[] };
  'call-message': ChatMessage;
  'participant-joined': { readonly participant: Participant };
  'participant-left': { readonly participant: Participant };
}

export const CANCELABLE: ReadonlySet<string> = new Set(['call-before-join', 'call-before-leave']);

export type CallEventMap = { [K in keyof CallEventDetails]: CustomEvent<CallEventDetails[K]> };

declare global {
  // Merging is the only way to type addEventListener for one's own events.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface HTMLElementEventMap extends CallEventMap {}
}
