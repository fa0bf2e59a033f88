import type { Rule } from '../rule.ts';
import { autoplayBlocked } from './autoplay-blocked.ts';
import { cameraBlack } from './camera-black.ts';
import { captureLeftOn } from './capture-left-on.ts';
import { captureFailed } from './capture.ts';
import { channelNotAuthorized } from './channel-not-authorized.ts';
import { closeCodes } from './close-codes.ts';
import { codecMismatch } from './codec-mismatch.ts';
import { connectionLeak } from './connection-leak.ts';
import { notDecoded } from './decoding.ts';
import { deviceLost } from './device-lost.ts';
import { deviceMismatch } from './device-mismatch.ts';
import { directFromOutside } from './direct-from-outside.ts';
import { dtlsFailure } from './dtls-failed.ts';
import { iceFailed } from './ice-failed.ts';
import { iceStalled } from './ice-stalled.ts';
import { insecureContext } from './insecure-context.ts';
import { listenerLeak } from './listener-leak.ts';
import { microphoneSilent } from './microphone-silent.ts';
import { misuse } from './misuse.ts';
import { negotiationStalled } from './negotiation-stalled.ts';
import { noPackets } from './no-packets.ts';
import { pathChanged } from './path-changed.ts';
import { peerPaused } from './peer-paused.ts';
import { peerSendsNoVideo } from './peer-sends-no-video.ts';
import { presenceNotPermitted } from './presence-not-permitted.ts';
import { publishNotPermitted } from './publish-not-permitted.ts';
import { reconnectLoop } from './reconnect-loop.ts';
import { relayInUse } from './relay-in-use.ts';
import { remoteSourceBlack } from './remote-source-black.ts';
import { rendererEnded } from './renderer-ended.ts';
import { rendererHidden } from './renderer-hidden.ts';
import { rendererPaused } from './renderer-paused.ts';
import { rendererUnbound } from './renderer-unbound.ts';
import { secretKeyInPage } from './secret-key-in-page.ts';
import { sendNotPermitted } from './send-not-permitted.ts';
import { senderMetadataOff } from './sender-metadata-off.ts';
import { signallingBlockedByPolicy } from './signalling-blocked-by-policy.ts';
import { signallingUnreachable } from './signalling-unreachable.ts';
import { tokenProvider } from './token-provider.ts';
import { tokenStaleLoop } from './token-stale-loop.ts';
import { turnFailed } from './turn-failed.ts';
import { turnMissing } from './turn-missing.ts';
import { webrtcUnavailable } from './webrtc-unavailable.ts';

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
