import type { Code } from '../../core/diagnosis/catalogue.ts';
import type { BrowserName } from '../helpers/find-browser.ts';

/** What a browser cannot be made to do, and why. */
export const IMPOSSIBLE: readonly {
  readonly code: Code;
  readonly browser: BrowserName;
  readonly why: string;
}[] = [
  {
    code: 'webrtc-unavailable',
    browser: 'chromium',
    why: 'has no switch that takes WebRTC away; a script that does is tried in both',
  },
  {
    code: 'camera-blocked-by-header',
    browser: 'firefox',
    why: 'ignores the Permissions-Policy header',
  },
  {
    code: 'microphone-blocked-by-header',
    browser: 'firefox',
    why: 'ignores the Permissions-Policy header',
  },
  {
    code: 'camera-lost',
    browser: 'firefox',
    why: 'has devices that never go, and nothing outside can revoke a permission',
  },
  {
    code: 'microphone-silent',
    browser: 'firefox',
    why: 'hears no level of what others say in this laboratory',
  },
  { code: 'relay-in-use', browser: 'firefox', why: 'finds no way through a relay on the loopback address' },
  { code: 'path-changed', browser: 'firefox', why: 'finds no way through a relay on the loopback address' },
];
