/**
 * The part of RTCPeerConnection that an injected factory must offer. A browser's own object
 * satisfies it; what else a real connection has (transceivers, stats, restartIce) is used where present.
 */
export interface RTCPeerConnectionLike {
  readonly connectionState: RTCPeerConnectionState;
  readonly signalingState: RTCSignalingState;
  readonly iceConnectionState: RTCIceConnectionState;
  readonly localDescription: RTCSessionDescription | null;
  readonly remoteDescription: RTCSessionDescription | null;
  createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit>;
  createAnswer(options?: RTCAnswerOptions): Promise<RTCSessionDescriptionInit>;
  setLocalDescription(description?: RTCSessionDescriptionInit): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>;
  addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void>;
  addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender;
  removeTrack(sender: RTCRtpSender): void;
  getSenders(): RTCRtpSender[];
  createDataChannel(label: string, dataChannelDict?: RTCDataChannelInit): RTCDataChannel;
  setConfiguration(configuration?: RTCConfiguration): void;
  addEventListener(type: string, listener: (ev: unknown) => void): void;
  removeEventListener(type: string, listener: (ev: unknown) => void): void;
  close(): void;
}

/** What real connections have beyond the interface above; absent in some runtimes and fakes. */
export type ConnectionExtras = Partial<
  Pick<
    RTCPeerConnection,
    'addTransceiver' | 'getTransceivers' | 'restartIce' | 'getStats' | 'iceGatheringState'
  >
>;

export type PeerConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

export type ConnectionFactory = (config: RTCConfiguration) => RTCPeerConnectionLike;

/** Every browser bundles (RFC 9143): candidates for one transport alone are fewer, and connect sooner. */
export const ONE_TRANSPORT: RTCConfiguration = { bundlePolicy: 'max-bundle' };

/** @throws Error named WebRtcUnavailableError where the platform has no RTCPeerConnection. */
export function platformConnection(config: RTCConfiguration): RTCPeerConnectionLike {
  const Connection = globalThis.RTCPeerConnection as typeof RTCPeerConnection | undefined;
  if (typeof Connection !== 'function') {
    const err = new Error('There is no RTCPeerConnection here: pass rtcPeerConnectionFactory.');
    err.name = 'WebRtcUnavailableError';
    throw err;
  }
  return new Connection({ ...ONE_TRANSPORT, ...config });
}
