// Checked by the compiler, never run: what a program written for the published client uses, ours has, with a type
// that fits. A line that does not hold names the member at fault.
import type * as Theirs from '@metered-ca/realtime';
import type * as Ours from '../../core/index.ts';

/** Fails to compile unless a value of `From` may stand where `To` is asked for. */
type Fits<From extends To, To> = From;
type Same<A extends B, B extends C, C = A> = [A, B, C];
/** Fails to compile unless there is nothing. The error shows what there is. */
type Nothing<Left extends never> = Left;

/** For what we give out: an optional field that ours never has would go unnoticed otherwise. */
type Short<O, T> = [O] extends [T] ? Exclude<keyof T, keyof O> : 'of a type that fits';

/** A class with private members fits itself alone; wherever one is handed out, its name stands for it. */
type Named<T> = T extends Ours.RemotePeer | Theirs.RemotePeer
  ? 'a RemotePeer'
  : T extends readonly (infer E)[]
    ? Named<E>[]
    : T extends { peer: unknown }
      ? { [K in keyof T]: Named<T[K]> }
      : T;

type Fn = (...args: never[]) => unknown;
/** A method takes all that theirs takes, and returns what theirs may return. Parameters are compared strictly. */
type MemberFits<O, T> = [T] extends [Fn]
  ? [O] extends [Fn]
    ? [Parameters<T>, Awaited<ReturnType<O>>] extends [Parameters<O>, Awaited<ReturnType<T>>]
      ? true
      : false
    : false
  : [Named<O>] extends [Named<T>]
    ? true
    : false;

/** Members that return `this` or are generic over the event map; held by `Emits` and by the program below. */
type EmitterMember = 'on' | 'off' | 'once' | 'emit' | 'listenerCount' | 'removeAllListeners';

/** Names of the public members of `T` that `O` lacks, or has with another type. */
type Unfit<O, T> = {
  [K in Exclude<keyof T, EmitterMember>]-?: K extends keyof O
    ? MemberFits<O[K], T[K]> extends true
      ? never
      : K
    : K;
}[Exclude<keyof T, EmitterMember>];

/** Names of the events that ours lacks, or emits with a payload that does not fit. */
type UnfitEvents<O, T> = {
  [K in keyof T]-?: K extends keyof O
    ? [Named<O[K]>, keyof T[K]] extends [Named<T[K]>, keyof O[K]]
      ? never
      : K
    : K;
}[keyof T];

/** The part of an emitter that both packages' classes have. */
interface Emits<Map> {
  on<K extends keyof Map>(event: K, handler: (payload: Map[K]) => void): unknown;
  off<K extends keyof Map>(event: K, handler: (payload: Map[K]) => void): unknown;
  once<K extends keyof Map>(event: K, handler: (payload: Map[K]) => void): unknown;
}
interface FullEmitter<Map> extends Emits<Map> {
  emit<K extends keyof Map>(event: K, payload: Map[K]): boolean;
  listenerCount<K extends keyof Map>(event: K): number;
  removeAllListeners(): unknown;
}

/** Options of theirs that ours does not know by name, though it might fit for want of required ones. */
type Unknown<T, O> = Exclude<keyof T, keyof O>;

export type Values = [
  Nothing<Exclude<keyof typeof Theirs, keyof typeof Ours>>,
  Same<typeof Ours.WsCloseCode, typeof Theirs.WsCloseCode>,
  Same<typeof Ours.WsCloseCodeValue, typeof Theirs.WsCloseCodeValue>,
  Same<typeof Ours.NoopLogger, typeof Theirs.NoopLogger>,
  Same<typeof Ours.ConsoleLogger, typeof Theirs.ConsoleLogger>,
];

export type Members = [
  Nothing<Unfit<Ours.SignallingClient, Theirs.SignallingClient>>,
  Nothing<Unfit<Ours.MeteredPeer, Theirs.MeteredPeer>>,
  Nothing<Unfit<Ours.RemotePeer, Theirs.RemotePeer>>,
  Nothing<Unfit<Ours.DataChannel, Theirs.DataChannel>>,
  Nothing<Exclude<keyof Theirs.SignallingClient, keyof Ours.SignallingClient>>,
  Nothing<Exclude<keyof Theirs.MeteredPeer, keyof Ours.MeteredPeer>>,
  Nothing<Exclude<keyof Theirs.RemotePeer, keyof Ours.RemotePeer>>,
  Nothing<Exclude<keyof Theirs.DataChannel, keyof Ours.DataChannel>>,
];

/** RemotePeer is left out: only the engine makes one. */
export type Constructors = [
  Fits<
    ConstructorParameters<typeof Theirs.SignallingClient>,
    ConstructorParameters<typeof Ours.SignallingClient>
  >,
  Fits<ConstructorParameters<typeof Theirs.MeteredPeer>, ConstructorParameters<typeof Ours.MeteredPeer>>,
  Fits<ConstructorParameters<typeof Theirs.DataChannel>, ConstructorParameters<typeof Ours.DataChannel>>,
  ...ErrorConstructors,
];

/** Errors are plain data: an instance of ours fits theirs as it is. */
export type Errors = [
  Nothing<Short<Ours.SignallingConnectError, Theirs.SignallingConnectError>>,
  Nothing<Short<Ours.OversizedPayloadError, Theirs.OversizedPayloadError>>,
  Nothing<Short<Ours.MeteredPeerOversizedError, Theirs.MeteredPeerOversizedError>>,
  Nothing<Short<Ours.MeteredPeerSendError, Theirs.MeteredPeerSendError>>,
  Nothing<Short<Ours.MeteredPeerStateError, Theirs.MeteredPeerStateError>>,
  Nothing<Short<Ours.MeteredPeerReplaceTrackError, Theirs.MeteredPeerReplaceTrackError>>,
  Nothing<Short<Ours.DataChannelOverflowError, Theirs.DataChannelOverflowError>>,
];
type ErrorConstructors = [
  Fits<typeof Ours.SignallingConnectError, typeof Theirs.SignallingConnectError>,
  Fits<typeof Ours.OversizedPayloadError, typeof Theirs.OversizedPayloadError>,
  Fits<typeof Ours.MeteredPeerOversizedError, typeof Theirs.MeteredPeerOversizedError>,
  Fits<typeof Ours.MeteredPeerSendError, typeof Theirs.MeteredPeerSendError>,
  Fits<typeof Ours.MeteredPeerStateError, typeof Theirs.MeteredPeerStateError>,
  Fits<typeof Ours.MeteredPeerReplaceTrackError, typeof Theirs.MeteredPeerReplaceTrackError>,
  Fits<typeof Ours.DataChannelOverflowError, typeof Theirs.DataChannelOverflowError>,
];

export type Events = [
  Nothing<UnfitEvents<Ours.SignallingClientEventMap, Theirs.SignallingClientEventMap>>,
  Nothing<UnfitEvents<Ours.MeteredPeerEventMap, Theirs.MeteredPeerEventMap>>,
  Nothing<UnfitEvents<Ours.RemotePeerEventMap, Theirs.RemotePeerEventMap>>,
  Nothing<UnfitEvents<Ours.DataChannelEventMap, Theirs.DataChannelEventMap>>,
  Fits<Ours.SignallingClient, Emits<Ours.SignallingClientEventMap>>,
  Fits<Ours.MeteredPeer, FullEmitter<Ours.MeteredPeerEventMap>>,
  Fits<Ours.RemotePeer, FullEmitter<Ours.RemotePeerEventMap>>,
  Fits<Ours.DataChannel, FullEmitter<Ours.DataChannelEventMap>>,
  Nothing<Short<Ours.ChannelMessage, Theirs.ChannelMessage>>,
  Nothing<Short<Ours.DirectMessageEvent, Theirs.DirectMessageEvent>>,
  Nothing<Short<Ours.GoingAwayEvent, Theirs.GoingAwayEvent>>,
  Nothing<Short<Ours.PresenceEvent, Theirs.PresenceEvent>>,
  Nothing<Short<Ours.PresencePeer, Theirs.PresencePeer>>,
  Nothing<Short<Ours.ServerErrorEvent, Theirs.ServerErrorEvent>>,
  Nothing<Short<Ours.WelcomePayload, Theirs.WelcomePayload>>,
];

/** Given by the application: all that theirs takes, ours takes, under the same names. */
export type Options = [
  Fits<Theirs.SignallingClientOptions, Ours.SignallingClientOptions>,
  Fits<Theirs.MeteredPeerOptions, Ours.MeteredPeerOptions>,
  Fits<Theirs.JoinOptions, Ours.JoinOptions>,
  Fits<Theirs.SubscribeOptions, Ours.SubscribeOptions>,
  Fits<Theirs.PublishOptions, Ours.PublishOptions>,
  Fits<Theirs.SendOptions, Ours.SendOptions>,
  Fits<Theirs.ReconnectOptions, Ours.ReconnectOptions>,
  Fits<Theirs.DataChannelOptions, Ours.DataChannelOptions>,
  Fits<Theirs.StreamMetadata, Ours.StreamMetadata>,
  Fits<Theirs.TokenProvider, Ours.TokenProvider>,
  Fits<Theirs.WebSocketLike, Ours.WebSocketLike>,
  Nothing<Unknown<Theirs.SignallingClientOptions, Ours.SignallingClientOptions>>,
  Nothing<Unknown<Theirs.MeteredPeerOptions, Ours.MeteredPeerOptions>>,
  Nothing<Unknown<Theirs.JoinOptions, Ours.JoinOptions>>,
  Nothing<Unknown<Theirs.SubscribeOptions, Ours.SubscribeOptions>>,
  Nothing<Unknown<Theirs.ReconnectOptions, Ours.ReconnectOptions>>,
  Nothing<Unknown<Theirs.DataChannelOptions, Ours.DataChannelOptions>>,
  Nothing<Unknown<Theirs.StreamMetadata, Ours.StreamMetadata>>,
];

/** Given by either side, or switched on: the same both ways. */
export type Shared = [
  Same<Ours.SignallingClientState, Theirs.SignallingClientState>,
  Same<Ours.MeteredPeerState, Theirs.MeteredPeerState>,
  Same<Ours.PeerConnectionState, Theirs.PeerConnectionState>,
  Same<Ours.RTCPeerConnectionLike, Theirs.RTCPeerConnectionLike>,
  Same<Ours.IceServerConfig, Theirs.IceServerConfig>,
  Same<Ours.Logger, Theirs.Logger>,
  Same<Ours.LogLevel, Theirs.LogLevel>,
  Same<Ours.WsCloseCode, Theirs.WsCloseCode>,
  Same<Ours.WsCloseCodeValue, Theirs.WsCloseCodeValue>,
  // The service's newer codes are known by name as well; events carry any string in both.
  Fits<Theirs.ErrorCode, Ours.ErrorCode>,
];
