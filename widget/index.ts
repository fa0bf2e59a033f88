import { define } from './define.ts';
import { setLocaleBase } from './language.ts';

export { MeteredCall } from './metered-call.ts';
export { CallError } from './failures.ts';
export type { CallState } from './call-states.ts';
export type { CallEventDetails, CallEventMap } from './events.ts';
export type { Evidence, Finding } from './finding.ts';
export type { MeteredCallAttributes } from './markup.ts';
export type { ChatFile, ChatMessage } from './chat-message.ts';
export type { DeviceState, Participant } from './snapshot.ts';

setLocaleBase(new URL('../locales/', import.meta.url).href);
define();
