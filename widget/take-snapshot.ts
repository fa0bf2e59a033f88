import type { Playback } from '../core/media/playback.ts';
import type { CallFindings } from './call-findings.ts';
import type { CallSession } from './call-session.ts';
import type { CallState } from './call-states.ts';
import { isInCall } from './call-states.ts';
import type { Chat } from './chat.ts';
import type { Others } from './others.ts';
import type { OwnMedia } from './own-media.ts';
import type { CallSnapshot, Participant } from './snapshot.ts';
import { INITIAL } from './snapshot.ts';

/** What a call is made of from its beginning. */
export interface CallParts {
  readonly own: OwnMedia;
  readonly others: Others;
  readonly chat: Chat;
  readonly playback: Playback;
}

/** How it stands with it. */
export interface CallMoment {
  readonly state: CallState;
  /** null outside of a call. */
  readonly session: CallSession | null;
  readonly findings: CallFindings;
  /** By which this side is shown. */
  readonly name: string;
}

/** What the views show of it now. */
export function takeSnapshot(parts: CallParts, moment: CallMoment): CallSnapshot {
  const { own, others, chat } = parts;
  const { state, session } = moment;
  const reports = session?.reports;
  const { local } = own;
  const inCall = isInCall(state);
  const playbackBlocked = inCall ? parts.playback.held : null;
  const { findings, notices, byPeer } = moment.findings.told(local.failures.values(), playbackBlocked);
  const participants = inCall ? [self(own, moment), ...others.participants()] : [];
  return Object.freeze({
    state,
    peer: session?.peer ?? null,
    participants: Object.freeze(participants),
    speaking: others.speaking,
    activeSpeaker: others.activeSpeaker,
    findings,
    notices,
    findingOf: byPeer,
    preview: state === 'lobby' || state === 'joining' ? local.stream : null,
    microphone: local.state('microphone'),
    camera: local.state('camera'),
    asking: local.asking,
    playbackBlocked,
    sharing: own.screen.stream !== null,
    devices: own.view(),
    network: others.network,
    messages: chat.messages,
    unread: chat.unread,
    recovery: session?.recovery ?? null,
    reports: reports?.states() ?? INITIAL.reports,
    question: reports?.question() ?? null,
    lostPaths: inCall ? others.lostPaths() : null,
  });
}

function self(own: OwnMedia, { state, session, name }: CallMoment): Participant {
  return Object.freeze({
    id: session?.peer?.peerId ?? 'local',
    name,
    verified: false,
    isLocal: true,
    microphone: own.local.state('microphone'),
    camera: own.local.state('camera'),
    state: state === 'joined' ? 'connected' : 'connecting',
    stream: own.local.stream,
    screen: own.screen.stream,
    canChat: true,
  });
}
