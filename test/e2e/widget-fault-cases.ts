import { en } from '../../core/locales/en.ts';
import type { FindingKey } from '../../core/locales/catalogue.ts';

export const INSECURE_HOST = 'insecure.test';

/** One thing that goes wrong on the way into a call, and what a visitor is shown of it. */
export interface FaultCase {
  readonly code: string;
  /** Whose words are shown; default: those of the code. */
  readonly words?: FindingKey;
  /** `lobby`: a banner above the lobby, which can still be joined from; `card`: in place of the call. */
  readonly where: 'lobby' | 'card';
  readonly key?: 'demo' | 'wrong' | 'secret' | 'none' | 'tokens';
  readonly room?: 'none';
  readonly server?: 'dead';
  /** Tokens in the order in which they are given out: seconds from now until they expire, and their channels. */
  readonly tokens?: readonly { readonly expiresIn?: number; readonly channels?: readonly string[] }[];
  readonly attributes?: string;
  /** Script before the element's. */
  readonly first?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly insecure?: boolean;
  /** The only browser that has it. */
  readonly only?: 'chromium';
  /** In a frame of another origin that allows nothing. */
  readonly framed?: boolean;
  /** What is on its button, or null where there is none. */
  readonly button: string | null;
  /** Done to the page before the button is pressed. */
  readonly mend?: string;
  /** What the button leads to; `stays` where nothing has been mended. */
  readonly leads?: 'away' | 'joined' | 'stays';
}

/** Devices that refuse as browsers do, until `mended` is set. */
const devices = (error: string, kind: 'video' | 'audio'): string => `
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (asked) =>
  asked.${kind} && !window.mended ? Promise.reject(new DOMException('no', '${error}')) : open(asked);
navigator.permissions.query = async ({ name }) =>
  ({ state: '${error}' === 'NotAllowedError' && name === '${kind === 'video' ? 'camera' : 'microphone'}' ? 'denied' : 'granted' });`;

const ASK = en.words['fix.ask'];
const OTHER = en.words['fix.other'];
const AGAIN = en.words['failed.retry'];
const MEND = 'window.mended = true';

export const FAULT_CASES: readonly FaultCase[] = [
  {
    code: 'camera-denied',
    where: 'lobby',
    first: devices('NotAllowedError', 'video'),
    button: ASK,
    mend: MEND,
    leads: 'away',
  },
  {
    code: 'microphone-denied',
    where: 'lobby',
    first: devices('NotAllowedError', 'audio'),
    button: ASK,
    mend: MEND,
    leads: 'away',
  },
  {
    code: 'camera-missing',
    where: 'lobby',
    first: devices('NotFoundError', 'video'),
    button: ASK,
    mend: MEND,
    leads: 'away',
  },
  {
    code: 'microphone-missing',
    where: 'lobby',
    first: devices('NotFoundError', 'audio'),
    button: ASK,
    leads: 'stays',
  },
  {
    code: 'camera-busy',
    where: 'lobby',
    first: devices('NotReadableError', 'video'),
    button: OTHER,
    mend: MEND,
    leads: 'away',
  },
  { code: 'camera-blocked-by-embedder', where: 'lobby', framed: true, button: null },
  {
    code: 'camera-blocked-by-header',
    where: 'lobby',
    headers: { 'permissions-policy': 'camera=()' },
    only: 'chromium',
    button: null,
  },
  {
    code: 'microphone-blocked-by-header',
    where: 'lobby',
    headers: { 'permissions-policy': 'camera=(), microphone=()' },
    only: 'chromium',
    button: null,
  },
  { code: 'insecure-context', where: 'card', insecure: true, button: AGAIN, leads: 'stays' },
  {
    code: 'webrtc-unavailable',
    where: 'card',
    first: 'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;',
    button: AGAIN,
    leads: 'stays',
  },
  { code: 'secret-key-in-page', where: 'card', key: 'secret', button: null },
  { code: 'room-missing', where: 'card', room: 'none', button: AGAIN, leads: 'stays' },
  { code: 'credential-missing', where: 'card', key: 'none', button: AGAIN, leads: 'stays' },
  {
    code: 'server-invalid',
    where: 'card',
    attributes: 'server="https://x/y"',
    button: AGAIN,
    leads: 'stays',
  },
  { code: 'token-invalid', where: 'card', key: 'wrong', button: AGAIN, leads: 'stays' },
  {
    code: 'token-expired',
    where: 'card',
    key: 'tokens',
    tokens: [{ expiresIn: -60 }, {}],
    button: AGAIN,
    leads: 'joined',
  },
  {
    code: 'channel-not-authorized',
    where: 'card',
    key: 'tokens',
    tokens: [{ channels: ['elsewhere'] }, {}],
    button: AGAIN,
    leads: 'joined',
  },
  {
    code: 'token-provider-failing',
    where: 'card',
    key: 'none',
    attributes: 'token-url="/no-such-page"',
    button: AGAIN,
    leads: 'stays',
  },
  { code: 'signalling-unreachable', where: 'card', server: 'dead', button: AGAIN, leads: 'stays' },
  {
    code: 'signalling-blocked-by-policy',
    where: 'card',
    headers: { 'content-security-policy': "connect-src 'self'" },
    button: AGAIN,
    leads: 'stays',
  },
];
