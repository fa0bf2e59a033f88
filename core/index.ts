export { WsCloseCode, WsCloseCode as WsCloseCodeValue } from './protocol/close-codes.ts';
export type {
  DirectMessageEvent,
  ErrorCode,
  GoingAwayEvent,
  IceServerConfig,
  MessageEvent as ChannelMessage,
  PresenceEvent,
  PresencePeer,
  ServerErrorEvent,
  WelcomePayload,
} from './protocol/frames.ts';
export { diagnose } from './diagnosis/diagnose.ts';
export type { Evidence, Finding, Severity, Side, Subject, SubjectKind } from './diagnosis/finding.ts';
export { startRecorder } from './diagnosis/start-recorder.ts';
export type { PageRecorder, StartRecorderOptions } from './diagnosis/start-recorder.ts';
export type { PeerConnectionState, RTCPeerConnectionLike } from './peer/connection-like.ts';
export type { AdaptiveMeshOptions } from './peer/adaptive-mesh-options.ts';
export { BlobTransferError } from './peer/blob-error.ts';
export type { BlobTransferErrorCode } from './peer/blob-error.ts';
export type { BlobEventMap, BlobInfo, BlobOffer } from './peer/blob-events.ts';
export type { SendBlobOptions } from './peer/blobs.ts';
export { DataChannel, DataChannelOverflowError } from './peer/data-channel.ts';
export type { DataChannelEventMap, DataChannelOptions } from './peer/data-channel.ts';
export {
  MeteredPeerOversizedError,
  MeteredPeerReplaceTrackError,
  MeteredPeerSendError,
  MeteredPeerStateError,
} from './peer/errors.ts';
export type { StreamMetadata } from './peer/local-tracks.ts';
export { MeteredPeer } from './peer/metered-peer.ts';
export type {
  JoinOptions,
  MeteredPeerEventMap,
  MeteredPeerOptions,
  MeteredPeerState,
} from './peer/metered-peer-types.ts';
export { RemotePeer } from './peer/remote-peer.ts';
export type { RemotePeerEventMap } from './peer/remote-peer.ts';
export type { PathRecovery } from './peer/restart-ladder.ts';
export type { PeerHealth, PeerHello } from './peer/side-messages.ts';
export { DumpError } from './recorder/dump/dump-error.ts';
export type { DumpErrorCode } from './recorder/dump/dump-error.ts';
export type { Dump, DumpExtras } from './recorder/dump/own-dump.ts';
export { readDump } from './recorder/dump/read-dump.ts';
export { writeDump } from './recorder/dump/write-dump.ts';
export type { WriteDumpOptions } from './recorder/dump/write-dump.ts';
export type { Environment } from './recorder/environment.ts';
export type { Redaction } from './recorder/redact.ts';
export type { Trace } from './recorder/trace.ts';
export { createTranscript } from './recorder/transcript.ts';
export type { Transcript, TranscriptOptions } from './recorder/transcript.ts';
export type { TokenProvider } from './signalling/credentials.ts';
export { OversizedPayloadError, SignallingConnectError } from './signalling/errors.ts';
export type { ReconnectOptions } from './signalling/reconnect-policy.ts';
export { SignallingClient } from './signalling/signalling-client.ts';
export type { SubscribeOptions } from './signalling/subscriptions.ts';
export type {
  PublishOptions,
  SendOptions,
  SignallingClientEventMap,
  SignallingClientOptions,
  SignallingClientState,
  WebSocketLike,
} from './signalling/types.ts';
export type { TokenCacheKey } from './tokens/cache-key.ts';
export { StaleTokenError } from './tokens/errors.ts';
export type { TokenRecord } from './tokens/record.ts';
export { TokenCache } from './tokens/token-cache.ts';
export type { TokenCacheOptions } from './tokens/token-cache.ts';
export type { EventEmitterOptions, Handler, ListenOptions } from './util/emitter.ts';
export { ConsoleLogger, NoopLogger } from './util/log.ts';
export type { LogLevel, Logger } from './util/log.ts';
