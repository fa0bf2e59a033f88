import type { MeteredPeer, PeerConnectionState } from '../core/index.ts';
import type { DeviceKind, DeviceLists } from '../core/media/devices.ts';
import { NO_DEVICES } from '../core/media/devices.ts';
import type { Held } from '../core/media/playback.ts';
import type { CallState } from './call-states.ts';
import type { ChatMessage } from './chat-message.ts';
import type { Finding } from './finding.ts';
import type { NetworkReading } from './network-meter.ts';
import type { Recovery } from './recovery.ts';
import type { ReportQuestion, ReportState } from './report-exchange.ts';

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
  /** The screen that is shared, with its sound, or null. */
  readonly screen: MediaStream | null;
  /** Whether they can read what is written here. */
  readonly canChat: boolean;
}

/** What the browser does to the sound of the microphone. */
export type Processing = 'noiseSuppression' | 'voiceIsolation';

/** Devices: what there is, and what is in use. */
export interface DeviceView {
  readonly lists: DeviceLists;
  /** The id of the device that transmits or plays; where it is off, of the one that would. */
  readonly inUse: Readonly<Record<DeviceKind, string>>;
  readonly processing: Readonly<Record<Processing, boolean>>;
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
  /** What is wrong with a participant's tile, by id. */
  readonly findingOf: ReadonlyMap<string, Finding>;
  readonly preview: MediaStream | null;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  /** A device is being asked for. */
  readonly asking: boolean;
  /** What waits for a click before it plays. */
  readonly playbackBlocked: Held | null;
  /** Your own screen is shared. */
  readonly sharing: boolean;
  /** Who spoke last among the others. */
  readonly activeSpeaker: string | null;
  readonly devices: DeviceView;
  readonly network: ReadonlyMap<string, NetworkReading>;
  readonly messages: readonly ChatMessage[];
  readonly unread: number;
  /** While the call server is away. */
  readonly recovery: Recovery | null;
  /** While the path to somebody is lost. */
  readonly lostPaths: Recovery | null;
  /** How far the requests for the others' reports have come, by peer id. */
  readonly reports: ReadonlyMap<string, ReportState>;
  /** Who asks for the report of this side. */
  readonly question: ReportQuestion | null;
}

export const INITIAL: CallSnapshot = Object.freeze({
  state: 'idle',
  peer: null,
  participants: Object.freeze([]),
  speaking: new Set<string>(),
  findings: Object.freeze([]),
  notices: Object.freeze([]),
  findingOf: new Map<string, Finding>(),
  preview: null,
  microphone: 'off',
  camera: 'off',
  asking: false,
  playbackBlocked: null,
  sharing: false,
  activeSpeaker: null,
  devices: Object.freeze({
    lists: NO_DEVICES,
    inUse: Object.freeze({ microphone: '', camera: '', speaker: '' }),
    processing: Object.freeze({ noiseSuppression: true, voiceIsolation: false }),
  }),
  network: new Map<string, NetworkReading>(),
  messages: Object.freeze([]),
  unread: 0,
  recovery: null,
  lostPaths: null,
  reports: new Map<string, ReportState>(),
  question: null,
});
