/**
 * Perfect negotiation (WebRTC 1.0, section 10.7) as a table. A remote description is judged when its
 * turn in the operation queue comes, so no offer of ours is ever half made at that moment and the
 * signalling state alone tells whether two offers have met.
 */
export type NegotiationAction =
  /** Set it; roll back our own offer first if there is one (browsers do so implicitly). */
  | 'apply'
  /** Two offers met and ours wins: drop this one and the candidates that belong to it. */
  | 'ignore-offer'
  /** It answers nothing we asked: drop it. */
  | 'drop';

type Row = Readonly<Record<RTCSignalingState, NegotiationAction>>;

const POLITE_OFFER: Row = {
  stable: 'apply',
  'have-local-offer': 'apply',
  'have-remote-offer': 'apply',
  'have-local-pranswer': 'apply',
  'have-remote-pranswer': 'apply',
  closed: 'drop',
};

const IMPOLITE_OFFER: Row = {
  ...POLITE_OFFER,
  'have-local-offer': 'ignore-offer',
  'have-remote-pranswer': 'ignore-offer',
};

const ANSWER: Row = {
  stable: 'drop',
  'have-local-offer': 'apply',
  'have-remote-offer': 'drop',
  'have-local-pranswer': 'drop',
  'have-remote-pranswer': 'apply',
  closed: 'drop',
};

/** What to do with a remote description in the given signalling state. */
export function judgeDescription(
  type: 'offer' | 'answer',
  signalingState: RTCSignalingState,
  polite: boolean,
): NegotiationAction {
  if (type === 'answer') return ANSWER[signalingState];
  return (polite ? POLITE_OFFER : IMPOLITE_OFFER)[signalingState];
}

/** The side with the smaller id gives way. Compared as strings, UTF-16 unit by unit. */
export function isPolite(localPeerId: string, remotePeerId: string): boolean {
  return localPeerId < remotePeerId;
}
