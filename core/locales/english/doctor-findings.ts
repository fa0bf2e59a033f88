/** What only the doctor finds: an element without one can do without these. */
export const doctorFindings = {
  'signalling-unreachable.offline': {
    title: 'You are offline',
    cause: 'This device has no network connection, so the call server cannot be reached.',
    fix: ['Check your Wi-Fi, mobile data or cable. The call comes back by itself.'],
  },
  'signalling-unreachable.expired': {
    title: 'The call server cannot be reached',
    cause: 'The call server refused the connection; the token of this page had expired by then.',
    fix: [
      'Reload the page to get a new one.',
      'Site owner: return a fresh token each time one is asked for.',
    ],
  },
  'token-stale-loop': {
    title: 'The same expired invitation again',
    cause: 'Each time a new token is asked for, the page gets one that has already expired.',
    fix: [
      'Reload the page.',
      'Site owner: the token provider must mint a new token at each call; it returns a stored one.',
      'Site owner: check that your server’s clock is right.',
    ],
  },
  'reconnect-loop': {
    title: 'The connection breaks again and again',
    cause: 'The connection to the call server was lost and made again {count} times within a minute.',
    fix: [
      'Try another network, and turn off a VPN or proxy.',
      'Site owner: check that two clients do not use one peer id, and that no proxy closes idle WebSockets.',
    ],
  },
  'presence-not-permitted': {
    title: 'This key does not show who is there',
    cause: 'The key or token of this page may enter the room but not see who is in it, so no call begins.',
    fix: ['Site owner: allow the action “presence” for this key, or add it to the token’s permissions.'],
  },
  'publish-not-permitted': {
    title: 'Messages cannot be sent with this key',
    cause: 'The key or token of this page may not publish on this channel ({channel}).',
    fix: ['Site owner: allow the action “publish” for this key or token, on exactly this channel name.'],
  },
  'sent-before-join': {
    title: 'A message was sent too early',
    cause: 'The page sent a message before it had joined the room, or after it left.',
    fix: ['Site owner: await join() before sending, and stop sending on “left”.'],
  },
  'message-oversized': {
    title: 'A message was too large',
    cause: 'The page sent a message above the size that the call server takes.',
    fix: ['Site owner: send it in parts below maxMessageSize, or from peer to peer as a file.'],
  },
  'direct-from-outside': {
    title: 'Messages from outside the room are dropped',
    cause: 'Someone who is not in this room sends direct messages to this page, which are ignored.',
    fix: [
      'Site owner: have both sides join the same room, or use a SignallingClient, which takes messages from anyone.',
    ],
  },
  'sender-metadata-off': {
    title: 'Messages come without their sender’s details',
    cause: 'This page did not ask for the metadata of senders.',
    fix: [
      'Site owner: if you need it, subscribe with includeSenderMetadata: true, and put peerMetadata into the tokens.',
    ],
  },
  'turn-missing': {
    title: 'No relay to get through the network',
    cause: 'No direct path was found, and the page has no relay (TURN) server to go round.',
    fix: [
      'Try another network, for example a phone’s hotspot, or turn off a VPN.',
      'Site owner: add a TURN server to the ICE servers, or turn on TURN for this key.',
    ],
  },
  'turn-missing.advice': {
    title: 'No relay in reserve',
    cause: 'The page has no relay (TURN) server. On restrictive networks calls will not connect.',
    fix: ['Site owner: add a TURN server to the ICE servers, or turn on TURN for this key.'],
  },
  'turn-unreachable': {
    title: 'The relay cannot be reached',
    cause: 'The relay (TURN) server {url} does not answer from this network.',
    fix: [
      'Try another network, or turn off a VPN or firewall that blocks it.',
      'Site owner: check that the TURN server runs, and its address, port and firewall.',
      'Site owner: offer TURN over TCP or TLS on port 443 as well.',
    ],
  },
  'turn-rejected': {
    title: 'The relay refuses this page',
    cause: 'The relay (TURN) server {url} did not accept the user name and password (error {code}).',
    fix: [
      'Reload the page.',
      'Site owner: correct the TURN credentials, or the secret that they are made with.',
    ],
  },
  'turn-rejected.expired': {
    title: 'The relay’s credentials have expired',
    cause: 'The user name and password for the relay (TURN) server were valid for a limited time.',
    fix: ['Reload the page.', 'Site owner: fetch fresh TURN credentials before each call.'],
  },
  'ice-failed': {
    title: 'No path to the other side',
    cause: 'Every path between the two networks was tried, and none let the call through.',
    fix: [
      'Try another network, and turn off a VPN or firewall.',
      'Site owner: check that the TURN servers work, over TCP and TLS too.',
    ],
  },
  'ice-failed.lost': {
    title: 'The path to the other side is lost',
    cause: 'The connection worked and then broke: one of the two networks is gone or has changed.',
    fix: [
      'Check your network, and ask the other side to check theirs.',
      'If it does not come back, join again.',
    ],
  },
  'ice-stalled': {
    title: 'The other side’s addresses never came',
    cause:
      'The two sides agreed on a call, but no network address (ICE candidate) of the other side arrived.',
    fix: [
      'Join again.',
      'Site owner: pass every candidate to the other side, also those that come before the answer.',
    ],
  },
  'dtls-failed': {
    title: 'The encryption could not be agreed on',
    cause: 'A path was found, but the handshake that encrypts the call failed.',
    fix: [
      'Join again. Turn off software that inspects network traffic.',
      'Site owner: pass the descriptions on unchanged, and do not reuse an old one.',
    ],
  },
  'negotiation-stalled': {
    title: 'The other side does not answer',
    cause: 'A call was offered to the other side, and no answer has come for 10 seconds.',
    fix: [
      'Ask the other side to reload the page.',
      'Site owner: see that the offer reaches the other side, and that its answer comes back.',
    ],
  },
  'codec-mismatch': {
    title: 'No video format in common',
    cause: 'The two browsers have no video codec that both know, so the video was turned down.',
    fix: ['Use a current version of the browser on both sides.', 'Site owner: offer VP8 or H.264 as well.'],
  },
  'relay-in-use': {
    title: 'Connected through a relay',
    cause: 'The networks allow no direct path, so a relay carries the call. It works.',
    fix: [],
  },
  'path-changed': {
    title: 'The path has changed',
    cause: 'The call moved to another network path and goes on.',
    fix: [],
  },
  'peer-sends-no-video': {
    title: 'No video from this person',
    cause: 'The other side takes part without video.',
    fix: [],
  },
  'peer-paused': {
    title: 'Video is paused over there',
    cause: 'The other side has switched its video off or paused it.',
    fix: [],
  },
  'no-packets': {
    title: 'No picture arrives',
    cause: 'The connection stands, but no video data arrives from the other side.',
    fix: [
      'Ask the other side to turn the camera off and on.',
      'Try another network: a firewall may let through little else but the connection.',
    ],
  },
  'no-packets.told': {
    title: 'The other side has no picture to send',
    cause: 'No video arrives, because the other side has a problem of its own ({remote}).',
    fix: ['Ask the other side to look at its camera: it is told what to do.'],
  },
  'no-keyframe': {
    title: 'The picture cannot begin',
    cause: 'Video data arrives, but never a complete picture (key frame) to begin with.',
    fix: [
      'Ask the other side to turn the camera off and on.',
      'Site owner: check what alters or forwards the encoded frames: it loses key frames or ignores requests for them.',
    ],
  },
  undecodable: {
    title: 'The picture cannot be decoded',
    cause: 'Pictures arrive, and this browser cannot make sense of any of them.',
    fix: [
      'Ask the other side to turn the camera off and on.',
      'Site owner: check that end-to-end encryption uses the same key on both sides, and that frames are not altered.',
    ],
  },
  'decoder-missing': {
    title: 'This browser cannot decode the video',
    cause: 'The video comes in a format ({codec}) for which this browser has no decoder.',
    fix: [
      'Use a current version of Chrome, Edge, Firefox or Safari.',
      'In Firefox, allow the OpenH264 plugin under Add-ons, then restart.',
      'Site owner: prefer VP8 for browsers without H.264.',
    ],
  },
  'remote-source-black': {
    title: 'The picture itself is black',
    cause: 'The other side sends a black picture: its camera is covered, dark or switched off.',
    fix: ['Ask the other side to check the camera’s cover or privacy switch, and whether it is on.'],
  },
  'remote-source-black.told': {
    title: 'The other camera gives no picture',
    cause: 'The other side sends a black picture, and knows of a problem of its own ({remote}).',
    fix: ['Ask the other side to look at its camera: it is told what to do.'],
  },
  frozen: {
    title: 'The picture has stopped',
    cause: 'Video still arrives, but this browser has stopped decoding it.',
    fix: ['Close other programs and tabs that keep this device busy.', 'Leave and join again.'],
  },
  'renderer-unbound': {
    title: 'A picture is not shown',
    cause: 'Video arrives, but the page gave it to no video element.',
    fix: ['Site owner: set srcObject of a <video> to the stream when its track arrives.'],
  },
  'renderer-stale': {
    title: 'The tile holds an old picture',
    cause: 'After a reconnect a new stream arrived, and the page still shows the old one.',
    fix: [
      'Reload the page.',
      'Site owner: set srcObject to the new stream even if its id is the same: compare the objects, not their ids.',
    ],
  },
  'renderer-ended': {
    title: 'The tile shows a stream that has ended',
    cause: 'Every track that this video element shows has ended.',
    fix: ['Site owner: remove the element when its tracks end, or give it the new stream.'],
  },
  'renderer-hidden': {
    title: 'The picture cannot be seen',
    cause: 'The video plays where nobody can see it ({reason}).',
    fix: ['Site owner: put the video element into the document, with a size, and make it visible.'],
  },
  'renderer-hidden.off-screen': {
    title: 'A picture is off screen',
    cause: 'The video plays outside of the visible part of the page.',
    fix: ['Scroll to it.'],
  },
  'renderer-paused': {
    title: 'The picture is paused',
    cause: 'The page has paused this video element, though pictures arrive.',
    fix: ['Site owner: call play() on the element again.'],
  },
  'renderer-paused.never-played': {
    title: 'The picture was never started',
    cause: 'Pictures arrive, but the page never started this video element.',
    fix: ['Site owner: call play() on the element, or give it autoplay and playsinline.'],
  },
  'renderer-leak': {
    title: 'Tiles of people who left',
    cause: 'The page still holds {count} video elements of people who are gone.',
    fix: ['Site owner: set srcObject to null and remove the element when its peer leaves.'],
  },
  'connection-leak': {
    title: 'Connections to people who left',
    cause: 'The page keeps {count} connections open to people who are gone.',
    fix: ['Site owner: close each RTCPeerConnection when its peer leaves.'],
  },
  'listener-leak': {
    title: 'Event listeners pile up',
    cause: 'There are {count} event listeners on {target}, and they are never removed.',
    fix: ['Site owner: remove listeners with off(), or pass a signal, when a view goes away.'],
  },
  'device-mismatch': {
    title: 'Another device is in use',
    cause: 'The page shows one {device} as chosen and sends from another.',
    fix: [
      'Choose the device again.',
      'Site owner: use replaceTrack() with the new track after a device was chosen.',
    ],
  },
  'capture-left-on': {
    title: 'The camera is still on',
    cause: 'The call is over, and the page has not stopped the camera.',
    fix: ['Close the page to turn it off.', 'Site owner: call stop() on every captured track when leaving.'],
  },
  'capture-left-on.microphone': {
    title: 'The microphone is still on',
    cause: 'The call is over, and the page has not stopped the microphone.',
    fix: ['Close the page to turn it off.', 'Site owner: call stop() on every captured track when leaving.'],
  },
  'camera-denied.system': {
    title: 'The system blocks the camera',
    cause: 'Your system’s privacy settings do not let this browser use the camera.',
    fix: ['Allow this browser to use the camera in your system’s privacy settings, then restart it.'],
  },
  'microphone-denied.system': {
    title: 'The system blocks the microphone',
    cause: 'Your system’s privacy settings do not let this browser use the microphone.',
    fix: ['Allow this browser to use the microphone in your system’s privacy settings, then restart it.'],
  },
  'camera-black': {
    title: 'Your camera shows only black',
    cause: 'The camera is on, but its picture is black.',
    fix: ['Open the cover or the privacy switch of the camera.', 'Choose another camera.'],
  },
  'microphone-silent': {
    title: 'Your microphone is silent',
    cause: 'The microphone is on, but not the slightest sound comes from it.',
    fix: [
      'Check the mute switch of the microphone or headset, and the input volume of your system.',
      'Choose another microphone.',
    ],
  },
} as const;
