import { define } from './define.ts';

export { MeteredCall } from './metered-call.ts';
export { CallError } from './failures.ts';
export type { CallState } from './call-states.ts';
export type { CallEventDetails, CallEventMap } from './events.ts';
export type { Evidence } from './failures.ts';
export type { Finding } from './finding.ts';
export type { DeviceState, Participant } from './snapshot.ts';

define();
