/** The states of a call, as `state` shows them. */
export type CallState =
  'idle' | 'lobby' | 'joining' | 'joined' | 'reconnecting' | 'leaving' | 'closed' | 'failed';

export type CallStep =
  /** The lobby is to be shown, or no longer. */
  | 'show-lobby'
  | 'hide-lobby'
  | 'join'
  /** In the room: for the first time, or again after a drop. */
  | 'joined'
  | 'drop'
  | 'leave'
  | 'left'
  | 'fail'
  /** What made the last attempt fail was changed by the page. */
  | 'reset';

export const TRANSITIONS: Readonly<Record<CallState, Readonly<Partial<Record<CallStep, CallState>>>>> = {
  idle: { 'show-lobby': 'lobby', join: 'joining', fail: 'failed' },
  lobby: { 'hide-lobby': 'idle', join: 'joining', fail: 'failed' },
  joining: { joined: 'joined', leave: 'leaving', fail: 'failed' },
  joined: { drop: 'reconnecting', leave: 'leaving', fail: 'failed' },
  reconnecting: { joined: 'joined', leave: 'leaving', fail: 'failed' },
  leaving: { left: 'closed' },
  closed: { join: 'joining', fail: 'failed', reset: 'idle' },
  failed: { join: 'joining', fail: 'failed', reset: 'idle' },
};

/** The state after `step`, or null where the step has no meaning. */
export function nextState(state: CallState, step: CallStep): CallState | null {
  return TRANSITIONS[state][step] ?? null;
}

/** From the first moment of joining until the goodbye has been said. */
export function isInCall(state: CallState): boolean {
  return state === 'joining' || state === 'joined' || state === 'reconnecting';
}
