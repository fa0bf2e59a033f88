import type { RTCPeerConnectionLike } from '@metered-ca/realtime';

type Listener = (ev: unknown) => void;

class Target {
  readonly #listeners = new Map<string, Set<Listener>>();

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  dispatch(type: string, ev: unknown = {}): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(ev);
  }

  listening(): number {
    return [...this.#listeners.values()].reduce((count, { size }) => count + size, 0);
  }
}

/** A data channel whose buffer the test fills and empties. */
export class FakeChannel extends Target {
  readonly label = 'chat';
  readyState: RTCDataChannelState = 'open';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readonly sent: (string | ArrayBuffer)[] = [];
  closed = 0;
  /** Bytes that stay in the buffer with each message. */
  slow = false;
  failing = false;

  send(data: string | ArrayBuffer): void {
    if (this.failing) throw new RangeError('the channel does not take it');
    this.sent.push(data);
    if (this.slow)
      this.bufferedAmount += typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
  }

  close(): void {
    this.closed += 1;
    this.readyState = 'closed';
  }

  drain(to: number): void {
    this.bufferedAmount = to;
    this.dispatch('bufferedamountlow');
  }
}

class FakeSender {
  track: MediaStreamTrack | null;
  readonly refuses: boolean;

  constructor(track: MediaStreamTrack | null, refuses: boolean) {
    this.track = track;
    this.refuses = refuses;
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (this.refuses)
      return Promise.reject(new DOMException('It needs an offer.', 'InvalidModificationError'));
    this.track = track;
    return Promise.resolve();
  }
}

/** A connection that takes tracks and never gets anywhere. */
export class FakeConnection extends Target {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: RTCSessionDescription | null = null;
  remoteDescription: RTCSessionDescription | null = null;
  readonly senders: FakeSender[] = [];
  readonly config: RTCConfiguration;
  readonly refuses: boolean;

  constructor(config: RTCConfiguration, refuses = false) {
    super();
    this.config = config;
    this.refuses = refuses;
  }

  createOffer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'offer', sdp: 'v=0\r\n' });
  }
  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'answer', sdp: 'v=0\r\n' });
  }
  setLocalDescription(_description?: RTCSessionDescriptionInit): Promise<void> {
    return Promise.resolve();
  }
  setRemoteDescription(_description?: RTCSessionDescriptionInit): Promise<void> {
    return Promise.resolve();
  }
  addIceCandidate(): Promise<void> {
    return Promise.resolve();
  }
  addTrack(track: MediaStreamTrack): FakeSender {
    const sender = new FakeSender(track, this.refuses);
    this.senders.push(sender);
    return sender;
  }
  removeTrack(sender: FakeSender): void {
    sender.track = null;
  }
  getSenders(): FakeSender[] {
    return this.senders;
  }
  createDataChannel(): FakeChannel {
    return new FakeChannel();
  }
  setConfiguration(): void {
    // Nothing depends on it.
  }
  close(): void {
    this.connectionState = 'closed';
    this.signalingState = 'closed';
  }

  /** As what the packages take it for. */
  get like(): RTCPeerConnectionLike {
    return this as unknown as RTCPeerConnectionLike;
  }
}

export class FakeTrack extends Target {
  readonly id: string;
  readonly kind: string;
  readonly readyState = 'live';

  constructor(id: string, kind = 'video') {
    super();
    this.id = id;
    this.kind = kind;
  }

  get like(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export function fakeStream(id: string, tracks: readonly FakeTrack[]): MediaStream {
  const stream = {
    id,
    getTracks: () => [...tracks],
    getVideoTracks: () => [...tracks],
    getAudioTracks: () => [],
  };
  return stream as unknown as MediaStream;
}
