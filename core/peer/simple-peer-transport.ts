import SimplePeer from 'simple-peer';
import { namedError } from '../util/errors.ts';
import { ConnectionFacade } from './connection-facade.ts';
import type { ConnectionExtras, RTCPeerConnectionLike } from './connection-like.ts';
import type { Transport } from './transport.ts';

/** Both sides open the side channel under this id, so it never shows up at a peer that is not ours. */
const SIDE_CHANNEL_ID = 1000;
const SIDE_CHANNEL_LABEL = 'metered-call';

interface Step {
  /** What simple-peer signals when the step is done; it says nothing after an answer was set. */
  expected: 'offer' | 'answer' | 'nothing';
  resolve(description: RTCSessionDescriptionInit): void;
  reject(err: unknown): void;
}

/**
 * simple-peer under perfect negotiation. Both ends are initiators in its terms; the owner says when an
 * offer is made and which remote description is set, one step at a time.
 */
export class SimplePeerTransport implements Transport {
  readonly channel: RTCDataChannel | null;
  readonly #pc: RTCPeerConnectionLike & ConnectionExtras;
  #peer: SimplePeer.Instance;
  #facade: ConnectionFacade;
  #step: Step | null = null;
  #destroyed = false;

  /** `sideChannel` is false where the other side's first offer has shown that it is not one of ours. */
  constructor(pc: RTCPeerConnectionLike, sideChannel: boolean) {
    this.#pc = pc;
    this.channel = sideChannel
      ? pc.createDataChannel(SIDE_CHANNEL_LABEL, { negotiated: true, id: SIDE_CHANNEL_ID })
      : null;
    this.#facade = this.#createFacade();
    this.#peer = this.#createPeer();
  }

  makeOffer(): Promise<RTCSessionDescriptionInit> {
    return this.#begin('offer', () => {
      const { offerParked } = this.#facade;
      this.#facade.allowOffer();
      if (!offerParked) this.#negotiate();
    });
  }

  acceptOffer(sdp: string): Promise<RTCSessionDescriptionInit> {
    return this.#begin('answer', () => this.#peer.signal({ type: 'offer', sdp }));
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.#begin('nothing', () => this.#peer.signal({ type: 'answer', sdp }));
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#step?.reject(namedError('TransportClosedError', 'The connection was closed.'));
    this.#step = null;
    this.#peer.destroy();
    this.channel?.close();
  }

  #begin(expected: Step['expected'], start: () => void): Promise<RTCSessionDescriptionInit> {
    if (this.#destroyed)
      return Promise.reject(namedError('TransportClosedError', 'The connection was closed.'));
    return new Promise((resolve, reject) => {
      this.#step = { expected, resolve, reject };
      try {
        start();
      } catch (err) {
        this.#fault(err);
      }
    });
  }

  #negotiate(): void {
    // Public in simple-peer, though its type declarations leave it out.
    (this.#peer as unknown as { negotiate(): void }).negotiate();
  }

  #createFacade(): ConnectionFacade {
    return new ConnectionFacade(this.#pc, {
      faulted: (err) => this.#fault(err),
      remoteDescriptionSet: () => {
        if (this.#step?.expected === 'nothing') this.#done({ type: 'answer' });
      },
    });
  }

  #createPeer(): SimplePeer.Instance {
    const facade = this.#facade;
    const peer = new SimplePeer({
      initiator: true,
      trickle: true,
      // Without a list of its own simple-peer would ask public STUN servers.
      config: { iceServers: [] },
      channelName: SIDE_CHANNEL_LABEL,
      channelConfig: { negotiated: true, id: SIDE_CHANNEL_ID },
      wrtc: {
        // A constructor that returns an object yields that object: simple-peer gets our facade.
        RTCPeerConnection: function connection() {
          return facade;
        },
        RTCSessionDescription: function description(init: RTCSessionDescriptionInit) {
          return init;
        },
      } as unknown as NonNullable<SimplePeer.Options['wrtc']>,
    });
    peer.on('signal', (signal) => {
      const description = signal as RTCSessionDescriptionInit;
      if (this.#step?.expected === description.type) this.#done(this.#pc.localDescription ?? description);
    });
    peer.on('error', (err) => this.#fault(err));
    peer.on('close', () => this.#revive(peer));
    return peer;
  }

  /** simple-peer destroyed itself against all precautions: it is disposable, the connection is not. */
  #revive(peer: SimplePeer.Instance): void {
    if (this.#destroyed || this.#peer !== peer) return;
    this.#facade = this.#createFacade();
    this.#peer = this.#createPeer();
    this.#fault(namedError('TransportClosedError', 'The negotiation was interrupted.'));
  }

  #done(description: RTCSessionDescriptionInit): void {
    const step = this.#step;
    this.#step = null;
    step?.resolve(description);
  }

  #fault(err: unknown): void {
    const step = this.#step;
    this.#step = null;
    // A call that failed leaves simple-peer waiting; a stable state tells it that it is free again.
    if (this.#pc.signalingState === 'stable') this.#facade.onsignalingstatechange?.();
    step?.reject(err);
  }
}
