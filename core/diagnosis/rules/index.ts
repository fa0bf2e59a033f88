import type { Rule } from '../rule.ts';
import { cameraBlack } from './camera-black.ts';
import { captureFailed } from './capture.ts';
import { captureLeftOn } from './capture-left-on.ts';
import { channelNotAuthorized, closeCodes } from './close-codes.ts';
import { notDecoded } from './decoding.ts';
import { deviceLost } from './device-lost.ts';
import { deviceMismatch } from './device-mismatch.ts';
import { dtlsFailure } from './dtls-failed.ts';
import { iceFailed } from './ice-failed.ts';
import { connectionLeak, listenerLeak } from './leaks.ts';
import { microphoneSilent } from './microphone-silent.ts';
import { directFromOutside, misuse, senderMetadataOff } from './misuse.ts';
import { codecMismatch, iceStalled, negotiationStalled } from './negotiation.ts';
import { noPackets } from './no-packets.ts';
import { insecureContext, secretKeyInPage, webrtcUnavailable } from './page.ts';
import { pathChanged, relayInUse } from './path.ts';
import { peerPaused, peerSendsNoVideo } from './peer-video.ts';
import { presenceNotPermitted, publishNotPermitted, sendNotPermitted } from './permissions.ts';
import { autoplayBlocked, rendererPaused } from './playback.ts';
import { remoteSourceBlack } from './remote-source-black.ts';
import { rendererEnded, rendererHidden, rendererUnbound } from './renderers.ts';
import { reconnectLoop, signallingBlockedByPolicy, signallingUnreachable } from './signalling-reach.ts';
import { tokenProvider, tokenStaleLoop } from './tokens.ts';
import { turnFailed, turnMissing } from './turn.ts';

export const RULES: readonly Rule[] = [
  insecureContext,
  webrtcUnavailable,
  secretKeyInPage,
  captureFailed,
  deviceLost,
  cameraBlack,
  microphoneSilent,
  deviceMismatch,
  captureLeftOn,
  signallingBlockedByPolicy,
  tokenProvider,
  tokenStaleLoop,
  closeCodes,
  channelNotAuthorized,
  signallingUnreachable,
  reconnectLoop,
  sendNotPermitted,
  presenceNotPermitted,
  publishNotPermitted,
  misuse,
  directFromOutside,
  senderMetadataOff,
  turnFailed,
  turnMissing,
  dtlsFailure,
  negotiationStalled,
  iceStalled,
  iceFailed,
  codecMismatch,
  relayInUse,
  pathChanged,
  peerSendsNoVideo,
  peerPaused,
  noPackets,
  notDecoded,
  remoteSourceBlack,
  autoplayBlocked,
  rendererPaused,
  rendererUnbound,
  rendererEnded,
  rendererHidden,
  connectionLeak,
  listenerLeak,
];
