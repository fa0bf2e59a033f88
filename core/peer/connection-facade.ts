import type { ConnectionExtras, RTCPeerConnectionLike } from './connection-like.ts';

export interface FacadeOwner {
  /** A call that simple-peer made has failed. simple-peer itself never hears of it. */
  faulted(err: unknown): void;
  /** A remote description has been set. */
  remoteDescriptionSet(): void;
}

const NEVER = new Promise<never>(() => undefined);

/**
 * What simple-peer is given in place of an RTCPeerConnection. It passes calls on to the real one, and
 * keeps from simple-peer whatever would make it destroy itself: rejections, failed and closed states,
 * a closed channel. An offer is made only when the owner has asked for one; a call of `createOffer`
 * that comes earlier is parked until then.
 */
export class ConnectionFacade {
  oniceconnectionstatechange: (() => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;
  /** Set by simple-peer, never called: candidates, tracks and channels are handled natively. */
  onicecandidate: unknown = null;
  ontrack: unknown = null;
  ondatachannel: unknown = null;

  readonly #pc: RTCPeerConnectionLike & ConnectionExtras;
  readonly #owner: FacadeOwner;
  readonly #listeners: readonly (readonly [string, () => void])[];
  #offerAllowed = false;
  #parked: (() => void) | null = null;

  constructor(pc: RTCPeerConnectionLike & ConnectionExtras, owner: FacadeOwner) {
    this.#pc = pc;
    this.#owner = owner;
    this.#listeners = [
      ['iceconnectionstatechange', () => this.oniceconnectionstatechange?.()],
      ['icegatheringstatechange', () => this.onicegatheringstatechange?.()],
      ['connectionstatechange', () => this.onconnectionstatechange?.()],
      ['signalingstatechange', () => this.onsignalingstatechange?.()],
    ];
    for (const [type, listener] of this.#listeners) pc.addEventListener(type, listener);
  }

  get signalingState(): RTCSignalingState {
    return this.#pc.signalingState;
  }
  get iceConnectionState(): RTCIceConnectionState {
    const state = this.#pc.iceConnectionState;
    return state === 'failed' || state === 'closed' ? 'disconnected' : state;
  }
  get connectionState(): RTCPeerConnectionState {
    const state = this.#pc.connectionState;
    return state === 'failed' || state === 'closed' ? 'disconnected' : state;
  }
  get iceGatheringState(): RTCIceGatheringState {
    return this.#pc.iceGatheringState ?? 'new';
  }
  get localDescription(): RTCSessionDescription | null {
    return this.#pc.localDescription;
  }
  get remoteDescription(): RTCSessionDescription | null {
    return this.#pc.remoteDescription;
  }

  createDataChannel(label: string): ChannelFacade {
    return new ChannelFacade(label);
  }

  /** Lets one offer through: the parked one now, or the next that simple-peer asks for. */
  allowOffer(): void {
    this.#offerAllowed = true;
    const parked = this.#parked;
    this.#parked = null;
    parked?.();
  }

  get offerParked(): boolean {
    return this.#parked !== null;
  }

  createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit> {
    if (!this.#offerAllowed) {
      return new Promise((resolve) => {
        this.#parked = () => resolve(this.createOffer(options));
      });
    }
    this.#offerAllowed = false;
    return this.#reporting(this.#pc.createOffer(options));
  }

  createAnswer(options?: RTCAnswerOptions): Promise<RTCSessionDescriptionInit> {
    return this.#reporting(this.#pc.createAnswer(options));
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#reporting(this.#pc.setLocalDescription(description));
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#reporting(
      this.#pc.setRemoteDescription(description).then(() => this.#owner.remoteDescriptionSet()),
    );
  }

  /** simple-peer closes what it destroys; only the owner of the real connection may close that. */
  close(): void {
    this.#parked = null;
    for (const [type, listener] of this.#listeners) this.#pc.removeEventListener(type, listener);
  }

  #reporting<T>(outcome: Promise<T>): Promise<T> {
    return outcome.catch((err: unknown) => {
      this.#owner.faulted(err);
      return NEVER;
    });
  }
}

/**
 * The channel that simple-peer insists on, for ever connecting, so that it neither polls `getStats` nor
 * buffers messages. The real side channel belongs to the transport.
 */
class ChannelFacade {
  binaryType = 'arraybuffer';
  bufferedAmountLowThreshold = 0;
  readonly readyState = 'connecting';
  readonly bufferedAmount = 0;
  readonly label: string;
  onmessage: unknown = null;
  onbufferedamountlow: unknown = null;
  onopen: unknown = null;
  onclose: unknown = null;
  onerror: unknown = null;

  constructor(label: string) {
    this.label = label;
  }

  close(): void {
    // There is nothing behind it.
  }
}
