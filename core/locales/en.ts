/**
 * Every word the element says, in English. Another language is a file of the same shape.
 * `words` may hold {placeholders}; a `findings` key is a code, or `code.variant` where one code
 * needs different advice.
 */
export const en = {
  lang: 'en',
  words: {
    'call.label': 'Video call',
    'call.empty': 'You are the only one here',
    'call.empty.hint': 'Others appear here as soon as they join.',
    'call.participants.one': '{count} person in the call',
    'call.participants.other': '{count} people in the call',
    'call.reconnecting': 'Connection lost. Reconnecting…',
    'call.recovery': 'Connection to the call server lost. Attempt {attempt}, next try in {seconds} s.',
    'call.recovery.now': 'Connection to the call server lost. Attempt {attempt} is being made…',
    'call.recovery.path':
      'The media path to {name} is lost. Attempt {attempt} of {attempts}, next try in {seconds} s.',
    'call.recovery.path.now':
      'The media path to {name} is lost. Attempt {attempt} of {attempts} is being made…',
    'call.playback': 'Your browser paused the call. Press to see and hear everyone.',
    'call.playback.action': 'Start playback',

    'control.bar': 'Call controls',
    'control.microphone': 'Microphone',
    'control.camera': 'Camera',
    'control.leave': 'Leave',
    'control.screen': 'Share screen',
    'control.chat': 'Chat',
    'control.chat.unread': 'Chat, {count} unread',
    'control.people': 'People',
    'control.layout': 'View',
    'control.pip': 'Picture in picture',
    'control.devices': 'Devices',
    'control.report': 'Report',
    'control.more': 'More',
    'control.close': 'Close',
    'control.fullscreen': 'Full screen',
    'control.dismiss': 'Dismiss',

    'lobby.label': 'Join the call',
    'lobby.title': 'Ready to join?',
    'lobby.room': 'Room {room}',
    'lobby.name': 'Your name',
    'lobby.name.placeholder': 'How others see you',
    'lobby.join': 'Join',
    'lobby.joining': 'Joining…',
    'lobby.cancel': 'Cancel',
    'lobby.preview': 'Camera preview',
    'lobby.asking': 'Allow the camera and microphone when your browser asks.',
    'lobby.camera-off': 'Your camera is off',
    'lobby.no-camera': 'No camera',
    'lobby.how-to-fix': 'How to fix this',
    'lobby.devices': 'Camera, microphone and speaker',
    'lobby.viewer': 'You can join without them and watch and listen.',

    'name.guest': 'Guest {number}',
    'name.you': 'You',
    'name.you-named': '{name} (you)',
    'name.unverified': 'name not verified',

    'tile.muted': 'Microphone off',
    'tile.no-microphone': 'No microphone',
    'tile.connecting': 'Connecting…',
    'tile.reconnecting': 'Reconnecting…',
    'tile.pin': 'Pin {name}',
    'tile.unpin': 'Unpin {name}',
    'tile.pip': 'Picture in picture of {name}',
    'tile.screen': 'Screen of {name}',
    'tile.your-screen': 'Your screen',
    'tile.quality.good': 'Good connection',
    'tile.quality.fair': 'Fair connection',
    'tile.quality.poor': 'Poor connection',

    'ended.title': 'You left the call',
    'ended.text': 'You can come back at any time.',
    'ended.rejoin': 'Rejoin',

    'failed.fix': 'What to do',
    'failed.retry': 'Try again',
    'failed.code': 'Code: {code}',

    'fix.ask': 'Ask again',
    'fix.other': 'Use another device',

    'chat.none': 'No messages yet.',
    'chat.nobody': 'Nobody here can read chat.',
    'chat.label': 'Message',
    'chat.send': 'Send',
    'chat.attach': 'Send a file',
    'chat.failed': 'Not delivered',
    'chat.accept': 'Accept',
    'chat.decline': 'Decline',
    'chat.cancel': 'Cancel {file}',
    'chat.download': 'Download {file}',
    'chat.cancelled': 'Cancelled',
    'chat.file': '{name}, {size}',

    'people.no-chat': 'No chat: uses another app',
    'people.sharing': 'Shares the screen',

    'devices.microphone': 'Microphone',
    'devices.camera': 'Camera',
    'devices.speaker': 'Speaker',
    'devices.unnamed': '{kind} {number}',
    'devices.none': 'None found',
    'devices.default': 'System default',
    'devices.level': 'Microphone level',
    'devices.test': 'Test the speaker',
    'devices.testing': 'Playing…',
    'devices.noise': 'Reduce noise',
    'devices.voice': 'Only my voice',

    'view.layout': 'Layout',
    'view.auto': 'Automatic',
    'view.grid': 'Grid',
    'view.spotlight': 'Spotlight',
    'view.stats': 'Connection details',
    'view.shortcuts': 'Keyboard shortcuts',
    'view.shortcuts.on': 'Use keyboard shortcuts',
    'view.shortcuts.key': 'Key for {action}',

    'stats.received': 'Received',
    'stats.sent': 'Sent',
    'stats.loss': 'Lost',
    'stats.delay': 'Delay',
    'stats.picture': 'Picture',
    'stats.relay': 'Relay',
    'stats.direct': 'Direct',
    'stats.path': 'Path',

    'report.fine': 'No problem found.',
    'report.save': 'Save the report',
    'report.about': 'The report says how the call went. It holds no names, keys or messages.',
    'report.ask': 'Ask {name} for their side',
    'report.asked': 'Waiting for {name} to agree…',
    'report.refused': '{name} did not agree.',
    'report.failed': 'The report of {name} did not come.',
    'report.here': 'The report holds the side of {name} as well.',
    'report.question': '{name} asks for the report of your side. It holds no names, keys or messages.',

    'say.lobby': 'Ready to join the call.',
    'say.joining': 'Joining the call.',
    'say.joined': 'You are in the call.',
    'say.left': 'You left the call.',
    'say.reconnected': 'You are connected again.',
    'say.participant-joined': '{name} joined.',
    'say.participant-left': '{name} left.',
    'say.microphone-on': 'Microphone on.',
    'say.microphone-off': 'Microphone off.',
    'say.camera-on': 'Camera on.',
    'say.camera-off': 'Camera off.',
    'say.screen-on': 'You are sharing your screen.',
    'say.screen-off': 'Screen sharing has stopped.',
    'say.shares': '{name} shares the screen.',
    'say.message': '{name} says: {text}',
    'say.file': '{name} sends a file: {text}',
    'say.messages': '{count} new messages.',
    'say.screen-denied': 'Nothing is shared.',
    'say.key-taken': 'This key is taken.',
  },
  findings: {
    'room-missing': {
      title: 'This call has no room yet',
      cause: 'The page does not say which room to join.',
      fix: ['Site owner: give the element a room, for example room="weekly-meeting".'],
    },
    'room-invalid': {
      title: 'This room name cannot be used',
      cause:
        'A room name has 1 to 256 characters, no line breaks, and must not begin with a reserved prefix.',
      fix: [
        'Choose another room name.',
        'Site owner: names that begin with _metered/, _internal/ or _system/ are reserved.',
      ],
    },
    'credential-missing': {
      title: 'This call is not set up yet',
      cause: 'The page gives no key and no token with which to join.',
      fix: [
        'Site owner: set api-key to a publishable key (pk_live_…), or token-url, or the tokenProvider property.',
      ],
    },
    'server-invalid': {
      title: 'The call server address is not valid',
      cause:
        'The server must be an address like wss://example.com, without a path. Plain ws: works only on this computer.',
      fix: ['Site owner: correct the server attribute, or remove it to use the default server.'],
    },
    'secret-key-in-page': {
      title: 'A secret key is in this page',
      cause:
        'The page holds a key that begins with sk_. Anyone who opens the page could read it, so the call was not started.',
      fix: [
        'Site owner: remove the secret key from the page, and replace it in your dashboard, since it must be treated as known.',
        'Use a publishable key (pk_live_…) in the page, or mint tokens on your server and set token-url.',
      ],
    },
    'insecure-context': {
      title: 'This page is not secure',
      cause: 'Browsers allow the camera and microphone only on secure pages.',
      fix: [
        'Open this page with https:// at the start of its address.',
        'Site owner: serve the page over HTTPS. For a test on one computer, localhost works too.',
      ],
    },
    'webrtc-unavailable': {
      title: 'This browser cannot make calls',
      cause:
        'Calls (WebRTC) are turned off here by a setting, a policy or an extension, or the browser is too old.',
      fix: [
        'Turn off extensions that block WebRTC for this page, then reload it.',
        'Try a current version of Chrome, Edge, Firefox or Safari.',
        'On a managed computer, ask its administrator.',
      ],
    },
    'token-invalid': {
      title: 'The call did not accept this page’s key',
      cause:
        'The call server does not recognise the key or token that this page uses, or does not allow this site to use it.',
      fix: [
        'Reload the page. If it happens again, ask whoever runs the call for a new link.',
        'Site owner: check that the key or token is complete, belongs to this server and still exists.',
        'Site owner: check that this site is among the key’s allowed origins.',
      ],
    },
    'token-expired': {
      title: 'Your invitation has expired',
      cause: 'The token for this call was valid for a limited time, and that time is over.',
      fix: [
        'Reload the page to get a new one.',
        'Site owner: return a fresh token each time one is asked for, and check that your server’s clock is right.',
      ],
    },
    'channel-not-authorized': {
      title: 'You cannot join this room',
      cause: 'The key or token of this page does not allow this room.',
      fix: [
        'Check that you opened the right link.',
        'Site owner: allow this room in the key’s channel patterns, or in the token’s channels, with the permissions to subscribe and see presence.',
      ],
    },
    'connection-limit': {
      title: 'The call is full',
      cause: 'The account behind this call has reached its number of simultaneous connections.',
      fix: [
        'Close other tabs with this call, wait half a minute and try again.',
        'Site owner: raise the limit of your plan, or close connections that are no longer used.',
      ],
    },
    'message-rate': {
      title: 'Too much at once',
      cause:
        'This page sent more messages than the call server accepts, so the server closed the connection.',
      fix: ['Wait a moment and try again.', 'Site owner: send fewer messages, at most 100 a second.'],
    },
    'account-suspended': {
      title: 'This call is not available',
      cause: 'The account behind this call is suspended.',
      fix: ['Tell whoever runs this page.', 'Site owner: check your account’s status and billing.'],
    },
    kicked: {
      title: 'You were removed from the call',
      cause: 'Someone who runs this call ended your participation.',
      fix: ['If you think this is a mistake, contact whoever runs the call.'],
    },
    'token-provider-hung': {
      title: 'Getting permission to join took too long',
      cause: 'This site was asked for a token to join the call and did not answer within 10 seconds.',
      fix: [
        'Check your connection and try again.',
        'Site owner: check that the token endpoint answers, and quickly.',
      ],
    },
    'token-provider-failing': {
      title: 'This site could not let you in',
      cause: 'This site was asked for a token to join the call and did not return one.',
      fix: [
        'Try again in a moment.',
        'Site owner: the token endpoint must answer a POST with {"token": "…"}. Look at its log.',
      ],
    },
    'token-provider-failing.sign-in': {
      title: 'Please sign in again',
      cause: 'This site no longer knows who you are, so it could not let you into the call.',
      fix: ['Sign in to this site again, then come back to the call.'],
    },
    'signalling-unreachable': {
      title: 'The call server cannot be reached',
      cause: 'The connection to the call server was refused or closed before it was established.',
      fix: [
        'Check that you are online.',
        'Turn off a VPN, proxy or blocker that stops WebSocket connections, or try another network.',
        'Site owner: check the server address, that the server runs, and that the page’s Content-Security-Policy allows it in connect-src.',
      ],
    },
    'send-not-permitted': {
      title: 'Video cannot start with this key',
      cause:
        'The key or token of this page may not send messages to others, so calls cannot be set up: people are seen, but no picture or sound arrives.',
      fix: [
        'Site owner: allow the action “send” for this key in your dashboard, or add it to the token’s permissions.',
        'Then reload the page.',
      ],
    },
    'join-failed': {
      title: 'The call could not be joined',
      cause: 'Something unexpected went wrong while joining.',
      fix: ['Try again.', 'If it happens again, reload the page.'],
    },
    'autoplay-blocked': {
      title: 'Your browser paused the call',
      cause: 'This browser starts sound and pictures only after a click on the page.',
      fix: ['Press “Start playback”.'],
    },
    'camera-denied': {
      title: 'The camera is blocked',
      cause: 'This browser does not let this page use the camera.',
      fix: [
        'Click the camera or lock symbol next to the page’s address and allow the camera.',
        'If it is allowed there, allow this browser to use the camera in your system’s privacy settings.',
        'Then turn the camera on again.',
      ],
    },
    'camera-denied.dismissed': {
      title: 'The camera was not allowed yet',
      cause: 'The browser’s question about the camera was closed without an answer.',
      fix: ['Turn the camera on again and choose “Allow”.'],
    },
    'microphone-denied': {
      title: 'The microphone is blocked',
      cause: 'This browser does not let this page use the microphone.',
      fix: [
        'Click the microphone or lock symbol next to the page’s address and allow the microphone.',
        'If it is allowed there, allow this browser to use the microphone in your system’s privacy settings.',
        'Then turn the microphone on again.',
      ],
    },
    'microphone-denied.dismissed': {
      title: 'The microphone was not allowed yet',
      cause: 'The browser’s question about the microphone was closed without an answer.',
      fix: ['Turn the microphone on again and choose “Allow”.'],
    },
    'camera-missing': {
      title: 'No camera found',
      cause: 'This device has no camera that the browser can see.',
      fix: ['Connect a camera, then turn the camera on.', 'Without one you still see and hear the others.'],
    },
    'microphone-missing': {
      title: 'No microphone found',
      cause: 'This device has no microphone that the browser can see.',
      fix: [
        'Connect a microphone or headset, then turn the microphone on.',
        'Without one you can still listen.',
      ],
    },
    'camera-busy': {
      title: 'The camera is in use',
      cause: 'Another program or tab is using the camera, or the system could not start it.',
      fix: ['Close other programs and tabs that use the camera.', 'Then turn the camera on again.'],
    },
    'microphone-busy': {
      title: 'The microphone is in use',
      cause: 'Another program is using the microphone, or the system could not start it.',
      fix: ['Close other programs that use the microphone.', 'Then turn the microphone on again.'],
    },
    'camera-overconstrained': {
      title: 'The camera does not fit',
      cause: 'No camera of this device meets what was asked for ({constraint}).',
      fix: ['Connect another camera, then turn the camera on.'],
    },
    'camera-lost': {
      title: 'The camera stopped',
      cause: 'The camera was disconnected or turned off by the system during the call.',
      fix: ['Check its cable or choose another camera, then turn the camera on again.'],
    },
    'microphone-lost': {
      title: 'The microphone stopped',
      cause: 'The microphone was disconnected or turned off by the system during the call.',
      fix: ['Check its cable, then turn the microphone on again.'],
    },
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
    'signalling-blocked-by-policy': {
      title: 'This page forbids its own call',
      cause: 'The page’s Content-Security-Policy does not allow the connection to {url}.',
      fix: [
        'Site owner: add the call server’s origin (wss://…) to connect-src in the Content-Security-Policy.',
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
      fix: [
        'Close the page to turn it off.',
        'Site owner: call stop() on every captured track when leaving.',
      ],
    },
    'capture-left-on.microphone': {
      title: 'The microphone is still on',
      cause: 'The call is over, and the page has not stopped the microphone.',
      fix: [
        'Close the page to turn it off.',
        'Site owner: call stop() on every captured track when leaving.',
      ],
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
    'camera-blocked-by-embedder': {
      title: 'The camera is not allowed in this frame',
      cause: 'The call is inside another page, and that page does not let it use the camera.',
      fix: [
        'Open the call in a tab of its own.',
        'Site owner: add allow="camera; microphone; display-capture; autoplay" to the iframe.',
      ],
    },
    'microphone-blocked-by-embedder': {
      title: 'The microphone is not allowed in this frame',
      cause: 'The call is inside another page, and that page does not let it use the microphone.',
      fix: [
        'Open the call in a tab of its own.',
        'Site owner: add allow="camera; microphone; display-capture; autoplay" to the iframe.',
      ],
    },
    'camera-blocked-by-header': {
      title: 'This site forbids the camera',
      cause: 'The page’s own Permissions-Policy header turns the camera off.',
      fix: [
        'Site owner: send Permissions-Policy: camera=(self), microphone=(self), or leave the header out.',
      ],
    },
    'microphone-blocked-by-header': {
      title: 'This site forbids the microphone',
      cause: 'The page’s own Permissions-Policy header turns the microphone off.',
      fix: [
        'Site owner: send Permissions-Policy: camera=(self), microphone=(self), or leave the header out.',
      ],
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
  },
} as const;
