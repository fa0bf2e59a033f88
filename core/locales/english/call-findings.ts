/** What the element finds out by itself: what keeps a call from beginning, and what ends one. */
export const callFindings = {
  'room-missing': {
    title: 'This call has no room yet',
    cause: 'The page does not say which room to join.',
    fix: ['Site owner: give the element a room, for example room="weekly-meeting".'],
  },
  'room-invalid': {
    title: 'This room name cannot be used',
    cause: 'A room name has 1 to 256 characters, no line breaks, and must not begin with a reserved prefix.',
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
      'Site owner: remove the secret key from the page, and replace it, since it must be treated as known.',
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
    cause: 'This page sent more messages than the call server accepts, so the server closed the connection.',
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
      'Site owner: allow the action “send” for this key, or add it to the token’s permissions.',
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
  'autoplay-blocked.sound': {
    title: 'Your browser holds back the sound',
    cause: 'This browser shows pictures at once, but plays sound only after a click on the page.',
    fix: ['Press “Turn on sound”.'],
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
  'signalling-blocked-by-policy': {
    title: 'This page forbids its own call',
    cause: 'The page’s Content-Security-Policy does not allow the connection to {url}.',
    fix: [
      'Site owner: add the call server’s origin (wss://…) to connect-src in the Content-Security-Policy.',
    ],
  },
  'camera-blocked-by-embedder': {
    title: 'The camera is not allowed in this frame',
    cause: 'The call is inside another page, and that page does not let it use the camera.',
    fix: [
      'Open the call in a tab of its own.',
      'Site owner: add allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" to the iframe.',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: 'The microphone is not allowed in this frame',
    cause: 'The call is inside another page, and that page does not let it use the microphone.',
    fix: [
      'Open the call in a tab of its own.',
      'Site owner: add allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" to the iframe.',
    ],
  },
  'camera-blocked-by-header': {
    title: 'This site forbids the camera',
    cause: 'The page’s own Permissions-Policy header turns the camera off.',
    fix: ['Site owner: send Permissions-Policy: camera=(self), microphone=(self), or leave the header out.'],
  },
  'microphone-blocked-by-header': {
    title: 'This site forbids the microphone',
    cause: 'The page’s own Permissions-Policy header turns the microphone off.',
    fix: ['Site owner: send Permissions-Policy: camera=(self), microphone=(self), or leave the header out.'],
  },
} as const;
