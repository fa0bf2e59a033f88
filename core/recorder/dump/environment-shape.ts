import type { Environment } from '../environment.ts';
import { boolean, list, number, object, oneOf, text } from './shape.ts';

const permission = oneOf('granted', 'denied', 'prompt', 'unknown');

/** An environment as a dump may bring it. See environment.ts for what it means. */
export const environmentShape = object<Environment>(
  {
    secureContext: boolean,
    mediaDevices: boolean,
    webrtc: boolean,
    browser: oneOf('chromium', 'firefox', 'safari', 'other'),
    userAgent: text(),
    origin: text(),
    framed: boolean,
    framedCrossOrigin: boolean,
    permissions: object({ camera: permission, microphone: permission }),
    hidden: boolean,
    online: boolean,
    secretKeys: list(text(), 50),
    videoCodecs: list(text(64), 100),
  },
  {
    policy: object({ camera: boolean, microphone: boolean, display: boolean }),
    devices: object({ camera: number, microphone: number, speaker: number }),
    autoplay: oneOf('allowed', 'allowed-muted', 'disallowed'),
    serverClockOffset: number,
  },
);
