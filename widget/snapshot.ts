import type { MeteredPeer, PeerConnectionState } from '../core/index.ts';
import type { CallState } from './call-states.ts';
import type { Finding } from './finding.ts';

/** `none`: there is no such device, or it may not be used. */
export type DeviceState = 'on' | 'off' | 'none';

/** One person in the call, as the element's `participants` lists them; you come first. */
export interface Participant {
  readonly id: string;
  readonly name: string;
  /** The name was vouched for by the token's issuer. */
  readonly verified: boolean;
  readonly isLocal: boolean;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly state: PeerConnectionState;
  readonly stream: MediaStream | null;
}

/** Everything that is rendered. Replaced as a whole, never changed. */
export interface CallSnapshot {
  readonly state: CallState;
  readonly peer: MeteredPeer | null;
  readonly participants: readonly Participant[];
  /** Who can be heard right now, by id. */
  readonly speaking: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  /** The findings that were not dismissed. */
  readonly notices: readonly Finding[];
  readonly preview: MediaStream | null;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  /** A device is being asked for. */
  readonly asking: boolean;
  readonly playbackBlocked: boolean;
}

export const INITIAL: CallSnapshot = Object.freeze({
  state: 'idle',
  peer: null,
  participants: Object.freeze([]),
  speaking: new Set<string>(),
  findings: Object.freeze([]),
  notices: Object.freeze([]),
  preview: null,
  microphone: 'off',
  camera: 'off',
  asking: false,
  playbackBlocked: false,
});
