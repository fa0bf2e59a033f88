/**
 * The steps of a negotiation on one connection. The caller runs them strictly one at a time.
 * Each rejects with the browser's own error and leaves the connection usable.
 */
export interface Transport {
  /** The side channel between our own peers, opened in advance on both sides; null without one. */
  readonly channel: RTCDataChannel | null;
  /** Makes an offer and sets it locally. Only in `stable`. */
  makeOffer(): Promise<RTCSessionDescriptionInit>;
  /** Sets a remote offer (rolling back our own), then makes and sets the answer. */
  acceptOffer(sdp: string): Promise<RTCSessionDescriptionInit>;
  /** Sets a remote answer. Only in `have-local-offer`. */
  acceptAnswer(sdp: string): Promise<void>;
  /** Ends the steps and the side channel. The connection itself is its owner's to close. */
  destroy(): void;
}
