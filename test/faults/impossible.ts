import type { Code } from '../../core/diagnosis/catalogue.ts';
import type { BrowserName } from '../helpers/find-browser.ts';

/** What a browser cannot be made to do, and why. */
export const IMPOSSIBLE: readonly {
  readonly code: Code;
  readonly browser: BrowserName;
  readonly why: string;
}[] = [
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
    code: 'microphone-silent',
    browser: 'firefox',
    why: 'starts no audio context, and so tells no level, on a machine without a sound device',
  },
  {
    code: 'decoder-missing',
    browser: 'chromium',
    why: 'agrees only to what it has a decoder for: anything else is a codec-mismatch',
  },
  {
    code: 'decoder-missing',
    browser: 'firefox',
    why: 'agrees to H.264 only once it has a decoder for it: before that it is a codec-mismatch',
  },
  { code: 'relay-in-use', browser: 'firefox', why: 'finds no way through a relay on the loopback address' },
  { code: 'path-changed', browser: 'firefox', why: 'finds no way through a relay on the loopback address' },
];
