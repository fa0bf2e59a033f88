import type { en } from '../../core/locales/en.ts';

type BaseOf<Key> = Key extends `${infer Base}.${string}` ? Base : Key;

/** A code, without the variants of its advice. A code that has no note here is a type error. */
export type FindingCode = BaseOf<keyof (typeof en)['findings']>;

export interface FindingNote {
  /** What somebody in front of the screen notices. */
  readonly looks: string;
  /** What has to be in the trace before the finding is told. */
  readonly proof: string;
}

const note = (looks: string, proof: string): FindingNote => ({ looks, proof });

const REFUSED = '`getUserMedia` rejected with `NotAllowedError`';

/** What the catalogue of words does not say, for the guide. */
export const NOTES: Readonly<Record<FindingCode, FindingNote>> = {
  'room-missing': note('The element shows a card in place of the lobby.', 'No `room`.'),
  'room-invalid': note(
    'The element shows a card in place of the lobby.',
    'The name breaks the rules for channels, or the server refused it as invalid or reserved.',
  ),
  'credential-missing': note(
    'The element shows a card in place of the lobby.',
    'None of `tokenProvider`, `token-url` and `api-key`.',
  ),
  'server-invalid': note(
    'Joining fails at once.',
    'The `server` is no `wss:` origin, nor `ws:` on a loopback address.',
  ),
  'join-failed': note('Joining fails, and no other code fits.', 'The name of the error is in the evidence.'),

  'insecure-context': note(
    'No question about camera or microphone; “undefined is not an object”.',
    '`isSecureContext` is false, or `navigator.mediaDevices` is missing.',
  ),
  'webrtc-unavailable': note(
    'The call cannot begin; “RTCPeerConnection is not defined”.',
    'The window has no `RTCPeerConnection`.',
  ),
  'secret-key-in-page': note(
    'The element refuses to join. Elsewhere the call may even work, for everybody.',
    'An `sk_…` in an attribute, an inline script or the page’s address. The evidence says where, never the key.',
  ),

  'camera-blocked-by-embedder': note(
    'No question, no picture of your own; the call is in a frame.',
    `${REFUSED}; the frame’s policy lacks the camera, or (Firefox, which does not tell) the frame is of another origin and was never granted it.`,
  ),
  'microphone-blocked-by-embedder': note(
    'No question, nobody hears you; the call is in a frame.',
    `${REFUSED}, as for the camera.`,
  ),
  'camera-blocked-by-header': note(
    'No question, no picture of your own, for every visitor.',
    `${REFUSED}; the top page’s own policy forbids the camera. Chromium only: Firefox ignores the header.`,
  ),
  'microphone-blocked-by-header': note(
    'No question, nobody hears you, for every visitor.',
    `${REFUSED}, as for the camera. Chromium only.`,
  ),
  'camera-denied': note(
    'No picture of your own.',
    `${REFUSED}; permission \`denied\`. The text of the error tells a closed question and the system’s refusal apart.`,
  ),
  'microphone-denied': note('Nobody hears you.', `${REFUSED}, as for the camera.`),
  'camera-missing': note('No picture of your own.', '`NotFoundError`, and no camera is listed.'),
  'microphone-missing': note(
    'Nobody hears you.',
    '`NotFoundError`, or `OverconstrainedError` for audio alone.',
  ),
  'camera-busy': note(
    'No picture of your own, though the camera is allowed.',
    '`NotReadableError` or `AbortError`.',
  ),
  'microphone-busy': note(
    'Nobody hears you, though the microphone is allowed.',
    '`NotReadableError` or `AbortError`.',
  ),
  'camera-overconstrained': note(
    'No picture of your own; another page shows one.',
    '`OverconstrainedError` with its constraint; in Firefox `NotFoundError` with a camera listed and something required.',
  ),
  'camera-lost': note(
    'Your picture stops in mid-call.',
    'The newest camera track ended by itself, and nothing has replaced it.',
  ),
  'microphone-lost': note(
    'Nobody hears you any more.',
    'The newest microphone track ended by itself, and nothing has replaced it.',
  ),
  'camera-black': note(
    'Your own tile is black, for you too.',
    'The track is live and enabled, and 16-pixel samples over 2 s are all darker than 10 of 255; the first 3 s of a camera do not count.',
  ),
  'microphone-silent': note(
    'Others say they cannot hear you.',
    'Level below 0.00001 for 5 s while somebody else talks, or during a test of the microphone.',
  ),

  'signalling-blocked-by-policy': note(
    '“Cannot reach the server”, at every visitor, at once.',
    'A `securitypolicyviolation` of `connect-src` that names the server.',
  ),
  'token-provider-hung': note(
    '“Joining…” for ten seconds, then a failure.',
    'The function that gets tokens has not answered within 10 s.',
  ),
  'token-provider-failing': note(
    'Joining fails, or a drop of the network is never healed.',
    'It rejected three times in a row; the element tells at the first.',
  ),
  'token-stale-loop': note(
    '“Reconnecting…” again and again.',
    'Closed with 4002 twice with one token, or a renewed token whose `exp` is past by the server’s clock.',
  ),
  'token-invalid': note('Joining fails.', 'Close code 4001.'),
  'token-expired': note(
    'Joining fails, or the call ends and does not come back.',
    'Close code 4002. One renewal in mid-call is usual and no finding.',
  ),
  'channel-not-authorized': note(
    'Joining fails for this room, others work.',
    'Close code 4003, or the error `channel_not_authorized` answering a subscribe.',
  ),
  'connection-limit': note(
    'Joining fails, more often the longer the day.',
    'Close code 4010. The evidence counts the connections that this very page has open.',
  ),
  'message-rate': note('The call drops while much is being sent.', 'Close code 4011.'),
  'account-suspended': note('Nobody can join.', 'Close code 4012.'),
  kicked: note('The call ends.', 'Close code 4020.'),
  'signalling-unreachable': note(
    'Joining fails, or “Reconnecting…” stays.',
    'Close code 1006 or 1015 before any welcome; after a drop only once 10 s have passed. A page cannot tell a refused port from a 401; what is known is in the evidence.',
  ),
  'reconnect-loop': note(
    '“Reconnecting…” comes and goes.',
    'More than three reconnects that worked within a minute.',
  ),
  'send-not-permitted': note(
    'People are seen coming and going, and every tile stays dark. The most usual cause of “no video”.',
    'The error `action_not_permitted` answering a `send`.',
  ),
  'presence-not-permitted': note(
    'You seem alone, and so does everybody else.',
    'The subscription was acknowledged, and 2 s later no presence has come.',
  ),
  'publish-not-permitted': note(
    'Messages to the room do not arrive.',
    'The publisher’s own error on that channel: ask at the sender, not at the receiver.',
  ),

  'turn-rejected': note(
    'Works at home, fails at the office or on mobile data.',
    'A candidate error other than 701 of a TURN server, and no relay candidate.',
  ),
  'turn-unreachable': note(
    'Works at home, fails at the office or on mobile data.',
    'Candidate error 701 of a TURN server, and no relay candidate. Over UDP it takes 40 s in Chromium, 11 s in Firefox.',
  ),
  'turn-missing': note(
    'Works at home, fails at the office or on mobile data. Some people see each other, and one sees nobody.',
    'No `turn:` or `turns:` among the ICE servers, and the connection failed. Without a failure it is advice.',
  ),
  'codec-mismatch': note(
    'Sound, and no picture, between two browsers.',
    'The answer has port 0 for a video section that was offered.',
  ),
  'dtls-failed': note(
    '“Connecting…”, then dark.',
    'The path stands (ICE connected), and `transport.dtlsState` or the connection is failed.',
  ),
  'negotiation-stalled': note('“Connecting…” with one person for ever.', '`have-local-offer` for 10 s.'),
  'ice-stalled': note(
    '“Connecting…” with one person for ever.',
    'Offer and answer are there for 10 s, and not one candidate of the other side.',
  ),
  'ice-failed': note(
    '“Connecting…”, then dark; or a picture that stops and does not come back.',
    '`connectionState` is failed. The evidence lists the kinds of candidates at both ends.',
  ),

  'autoplay-blocked': note(
    'Dark tiles and no sound until something is clicked; in the element the pictures run, and only the sound waits.',
    '`play()` rejected with `NotAllowedError` and nothing better after 1.5 s, or `autoplay` without effect for 3 s; the element is paused and has data.',
  ),
  'renderer-stale': note(
    'After a reconnect one picture stays frozen.',
    'The element’s stream has no live track, and a newer stream with the same id is shown nowhere.',
  ),
  'renderer-ended': note(
    'A black or frozen tile of someone who left or stopped the camera.',
    'Every track of the element has ended for 3 s, and the element is visible.',
  ),
  'renderer-paused': note(
    'A still or black tile, with sound elsewhere.',
    'Paused for 3 s with data ready, visible, the tab in front, and not by the browser’s autoplay rule.',
  ),
  'renderer-hidden': note(
    'A person is there and has no tile.',
    'Frames flow for 3 s into elements that are all out of the document, without a size, invisible or off screen.',
  ),
  'renderer-unbound': note(
    'A person is there and has no tile.',
    'Packets of a live video track arrive for 3 s, and no element has the track.',
  ),
  'decoder-missing': note(
    'Black, with sound.',
    '`decoderImplementation` is `NullVideoDecoder`, or the browser does not list the codec and has decoded nothing.',
  ),
  'no-keyframe': note(
    'Black, with sound.',
    'Packets arrive, no frame was ever complete, and key frames are asked for.',
  ),
  undecodable: note('Black, with sound.', 'Frames arrive, and none was ever decoded.'),
  'no-packets': note(
    'A tile that stays dark, or stops.',
    'Video was agreed on, and no packet has come for 3 s, though the sender reports that it sends meanwhile, nothing has come for 5 s and no report either after some did, data comes that belongs to no stream, or its page (one of ours) says that its camera is on. A picture that never moves needs no packets.',
  ),
  frozen: note(
    'A picture that stands still.',
    'Frames arrive, some were decoded, none for 3 s, and five at least have come since. A still screen share is no such case.',
  ),
  'remote-source-black': note(
    'A black tile, not an empty one.',
    'Frames are decoded, and the picture is darker than 10 of 255 for 2 s. A warning, since it may be a choice; an error where the other side is one of our own pages and says that its camera is on.',
  ),

  'sent-before-join': note(
    'A message of the page is lost.',
    'The engine’s error `not_joined` within the last 30 s, handled by nobody.',
  ),
  'message-oversized': note(
    'A message of the page is lost.',
    'The engine’s error `oversized_payload`, or close code 1009, within the last 30 s.',
  ),
  'direct-from-outside': note(
    'A message that somebody says they sent never arrives.',
    'Direct messages from an id that is not in the room’s presence.',
  ),
  'device-mismatch': note(
    'The chosen camera is not the one that others see.',
    'An element shows a camera for 3 s, the sent track comes from another one, and no element shows that.',
  ),
  'capture-left-on': note(
    'The camera’s light stays on after the call.',
    'A captured track is live 3 s after the page left.',
  ),
  'connection-leak': note(
    'The page grows slower from call to call.',
    'Three or more connections are open 5 s after their peers left.',
  ),
  'renderer-leak': note(
    'The page grows slower from call to call.',
    'Three or more elements hold ended tracks of peers that are gone, for 5 s.',
  ),
  'listener-leak': note(
    'The page grows slower from call to call.',
    '100 or more listeners on one event of an engine’s object.',
  ),

  'peer-paused': note(
    'A dark tile.',
    'The sender reports on, and its count of packets stands still; or its page says so. Nothing is wrong.',
  ),
  'peer-sends-no-video': note(
    'A dark tile.',
    'Connected for 3 s, and no video was agreed on. Nothing is wrong.',
  ),
  'sender-metadata-off': note(
    '`senderMetadata` is undefined.',
    'Messages came without metadata, and the subscription did not ask for it.',
  ),
  'relay-in-use': note('Nothing.', 'A relay candidate is in the pair in use.'),
  'path-changed': note('At most a short stop of the picture.', 'Another pair is in use than 30 s ago.'),
};
