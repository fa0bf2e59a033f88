import type { Severity, Side } from '../../core/diagnosis/finding.ts';
import type { Code } from '../../core/diagnosis/catalogue.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import { BUSY_DRIVER, DARK_DRIVER, SECOND_CAMERA_DRIVER, UNPLUGGED_DRIVER } from './drivers.ts';
import type { EngineName } from './page/input.ts';

/** Which browser a scenario needs: with devices, without, with bad ones … */
export type Bench = 'usual' | 'denied' | 'bare' | 'dark' | 'no-webrtc';

export interface Scenario {
  readonly code: Code;
  /** What tells it from others with the same code. */
  readonly as?: string;
  readonly variant?: string;
  /** Default: the catalogue's. */
  readonly severity?: Severity;
  /** Whose side it must be said to be on. */
  readonly side?: Side;
  /** What its evidence must tell. */
  readonly evidence?: string;
  /** A function of page/faults. Default: named as the code. */
  readonly fault?: string;
  readonly bench?: Bench;
  readonly engine?: EngineName;
  /** How long the proof takes to exist after the fault was caused, in milliseconds. */
  readonly proof?: number;
  /** What else is wrong, and an error, before this one's proof is there and explains it. */
  readonly onTheWay?: readonly Code[];
  /** The other browser cannot: see `IMPOSSIBLE`. */
  readonly only?: BrowserName;
  readonly key?: string;
  readonly token?: TokenWanted;
  readonly server?: 'demo' | 'limits' | 'dead' | 'flaky';
  readonly ice?: 'dead' | 'coturn' | 'wrong-password';
  /** The element on both sides, and its own doctor, in place of the laboratory's. */
  readonly element?: boolean;
  /** Somebody clicks on the page first, as for joining with the element. */
  readonly click?: boolean;
  /** Script before everything else in the other element's window. */
  readonly driver?: string;
  /** How the page is served. */
  readonly page?: PageWanted;
}

export interface TokenWanted {
  readonly permissions?: readonly string[];
  readonly channels?: readonly string[];
  readonly expiresIn?: number;
}

export interface PageWanted {
  readonly headers?: Readonly<Record<string, string>>;
  readonly html?: string;
  /** Script before the doctor's. */
  readonly first?: string;
  /** A name that is not loopback's: no secure context. */
  readonly insecure?: boolean;
  /** Inside a frame of another origin that grants nothing. */
  readonly framed?: boolean;
}

const ENGINES: readonly EngineName[] = ['ours', 'theirs'];
const both = (scenario: Scenario): readonly Scenario[] =>
  ENGINES.map((engine) => ({ ...scenario, engine, as: `${scenario.as ?? ''} ${engine}`.trim() }));

const CSP_CONNECT = { 'content-security-policy': "connect-src 'self'" };

export const SCENARIOS: readonly Scenario[] = [
  // The page
  { code: 'insecure-context', fault: 'page', page: { insecure: true } },
  { code: 'webrtc-unavailable', fault: 'page', bench: 'no-webrtc', only: 'firefox' },
  {
    code: 'webrtc-unavailable',
    as: 'by a script',
    fault: 'page',
    page: { first: 'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;' },
  },
  {
    code: 'secret-key-in-page',
    fault: 'page',
    page: { html: '<metered-call room="r" api-key="sk_secret_0123456789abcdef"></metered-call>' },
  },

  // Capture
  { code: 'camera-denied', fault: 'camera', bench: 'denied' },
  { code: 'microphone-denied', fault: 'microphone', bench: 'denied' },
  { code: 'camera-blocked-by-embedder', fault: 'camera', page: { framed: true } },
  { code: 'microphone-blocked-by-embedder', fault: 'microphone', page: { framed: true } },
  {
    code: 'camera-blocked-by-header',
    fault: 'camera',
    only: 'chromium',
    page: { headers: { 'permissions-policy': 'camera=()' } },
  },
  {
    code: 'microphone-blocked-by-header',
    fault: 'microphone',
    only: 'chromium',
    page: { headers: { 'permissions-policy': 'microphone=()' } },
  },
  { code: 'camera-missing', fault: 'camera', bench: 'bare' },
  { code: 'microphone-missing', fault: 'microphone', bench: 'bare' },
  { code: 'camera-busy', fault: 'camera', page: { first: BUSY_DRIVER } },
  { code: 'microphone-busy', fault: 'microphone', page: { first: BUSY_DRIVER } },
  { code: 'camera-overconstrained' },
  { code: 'camera-lost', only: 'chromium' },
  { code: 'camera-lost', as: 'unplugged', fault: 'camera-lost', page: { first: UNPLUGGED_DRIVER } },
  { code: 'microphone-lost', only: 'chromium' },
  { code: 'microphone-lost', as: 'unplugged', fault: 'microphone-lost', page: { first: UNPLUGGED_DRIVER } },
  { code: 'camera-black', bench: 'dark', proof: 6_000 },
  { code: 'microphone-silent', bench: 'dark', proof: 8_000, only: 'chromium' },
  {
    code: 'microphone-silent',
    as: 'in a test',
    fault: 'microphone-silent-in-a-test',
    click: true,
    only: 'chromium',
    bench: 'dark',
    proof: 8_000,
  },
  { code: 'device-mismatch', only: 'chromium', proof: 4_000 },
  {
    code: 'device-mismatch',
    as: 'driver',
    fault: 'device-mismatch',
    only: 'firefox',
    proof: 4_000,
    page: { first: SECOND_CAMERA_DRIVER },
  },
  { code: 'capture-left-on', proof: 3_000 },

  // Signalling
  ...both({ code: 'token-invalid', fault: 'join', key: 'pk_live_unknown' }),
  ...both({ code: 'token-expired', fault: 'join', token: { expiresIn: -60 } }),
  ...both({ code: 'channel-not-authorized', fault: 'join', token: { channels: [] } }),
  ...both({ code: 'channel-not-authorized', as: 'one room', fault: 'join', token: { channels: ['else'] } }),
  ...both({ code: 'connection-limit', server: 'limits', key: 'pk_live_single' }),
  ...both({ code: 'message-rate', server: 'limits', key: 'pk_live_slow' }),
  ...both({ code: 'account-suspended', fault: 'join', server: 'limits', key: 'pk_live_suspended' }),
  ...both({ code: 'kicked', token: {} }),
  ...both({ code: 'token-stale-loop', fault: 'join', token: { expiresIn: 10 }, proof: 16_000 }),
  ...both({ code: 'signalling-unreachable', fault: 'join', server: 'dead' }),
  ...both({ code: 'signalling-blocked-by-policy', fault: 'join', page: { headers: CSP_CONNECT } }),
  ...both({ code: 'reconnect-loop', server: 'flaky', proof: 12_000 }),
  ...both({ code: 'send-not-permitted', fault: 'join-where-others-are', key: 'pk_live_nosend' }),
  ...both({
    code: 'presence-not-permitted',
    token: { permissions: ['subscribe', 'publish', 'send'] },
    proof: 2_000,
  }),
  ...both({ code: 'publish-not-permitted', token: { permissions: ['subscribe', 'presence', 'send'] } }),
  { code: 'message-oversized' },
  ...both({ code: 'sent-before-join' }),
  // The published client tells nobody but the console.
  { code: 'listener-leak' },
  { code: 'token-provider-hung', fault: 'the token never comes', element: true, proof: 10_000 },
  { code: 'token-provider-failing', fault: 'no token is given', element: true },
  ...both({ code: 'direct-from-outside' }),
  ...both({ code: 'sender-metadata-off' }),

  // Network
  { code: 'turn-missing', proof: 30_000 },
  { code: 'turn-missing', as: 'relay only', fault: 'turn-missing-relay-only', proof: 3_000 },
  { code: 'turn-unreachable', ice: 'dead', proof: 12_000 },
  { code: 'turn-rejected', ice: 'wrong-password', proof: 8_000 },
  {
    code: 'turn-rejected',
    as: 'while connected',
    fault: 'turn-rejected-while-connected',
    // Chromium stops asking for relays once it is connected.
    only: 'firefox',
    severity: 'warning',
    ice: 'wrong-password',
    proof: 8_000,
  },
  { code: 'ice-failed', ice: 'coturn', proof: 40_000 },
  { code: 'ice-stalled', proof: 10_000 },
  { code: 'negotiation-stalled', proof: 10_000 },
  { code: 'dtls-failed', proof: 5_000 },
  { code: 'codec-mismatch' },
  { code: 'relay-in-use', ice: 'coturn', proof: 2_000, only: 'chromium' },
  { code: 'path-changed', ice: 'coturn', proof: 3_000, only: 'chromium' },

  // The tile
  { code: 'peer-sends-no-video', proof: 3_000 },
  { code: 'peer-paused', proof: 6_000 },
  { code: 'no-packets', proof: 6_000 },
  { code: 'no-keyframe', proof: 6_000 },
  { code: 'undecodable', proof: 6_000 },
  { code: 'frozen', proof: 6_000 },
  { code: 'remote-source-black', proof: 7_000 },
  { code: 'autoplay-blocked', proof: 1_500 },
  { code: 'autoplay-blocked', as: 'attribute', fault: 'autoplay-blocked-attribute', proof: 4_000 },
  { code: 'renderer-unbound', proof: 4_000 },
  { code: 'renderer-stale', proof: 2_000 },
  { code: 'renderer-ended', proof: 3_000 },
  {
    code: 'renderer-ended',
    as: 'by the other side',
    fault: 'renderer-ended-by-the-other-side',
    proof: 4_000,
  },
  { code: 'renderer-hidden', proof: 4_000 },
  { code: 'renderer-hidden', as: 'no size', fault: 'renderer-hidden-no-size', proof: 4_000 },
  { code: 'renderer-hidden', as: 'opacity', fault: 'renderer-hidden-opacity', proof: 4_000 },
  { code: 'renderer-hidden', as: 'detached', fault: 'renderer-hidden-detached', proof: 4_000 },
  { code: 'renderer-paused', proof: 4_000 },
  { code: 'renderer-paused', as: 'never played', fault: 'renderer-paused-never-played', proof: 4_000 },
  // Two of our own elements tell each other what is wrong with their devices
  {
    code: 'remote-source-black',
    as: 'told',
    fault: 'their camera is black',
    element: true,
    driver: DARK_DRIVER,
    severity: 'error',
    variant: 'told',
    side: 'remote',
    proof: 12_000,
  },
  {
    code: 'peer-sends-no-video',
    as: 'told',
    fault: 'their camera goes',
    element: true,
    driver: UNPLUGGED_DRIVER,
    side: 'remote',
    evidence: 'camera-lost',
    proof: 4_000,
  },
  {
    code: 'no-packets',
    as: 'told',
    fault: 'their uplink stops',
    element: true,
    side: 'remote',
    proof: 6_000,
  },
  {
    code: 'camera-black',
    as: 'of two elements',
    fault: 'our camera is black',
    element: true,
    page: { first: DARK_DRIVER },
    side: 'local',
    proof: 10_000,
  },
  {
    code: 'renderer-hidden',
    as: 'of two elements',
    fault: 'our page hides them',
    element: true,
    side: 'setup',
    proof: 5_000,
  },
  { code: 'renderer-leak', proof: 6_000, onTheWay: ['renderer-ended'] },
  { code: 'connection-leak', proof: 8_000 },

  // The same with engines of others
  ...both({ code: 'renderer-unbound', as: 'call', fault: 'engine renderer-unbound', proof: 4_000 }),
  ...both({ code: 'remote-source-black', as: 'call', fault: 'engine remote-source-black', proof: 7_000 }),
  ...both({ code: 'renderer-paused', as: 'call', fault: 'engine renderer-paused', proof: 4_000 }),
  ...both({ code: 'renderer-hidden', as: 'call', fault: 'engine renderer-hidden', proof: 4_000 }),
  ...both({ code: 'capture-left-on', as: 'call', fault: 'engine capture-left-on', proof: 3_000 }),
  {
    code: 'renderer-stale',
    as: 'call theirs',
    fault: 'engine renderer-stale',
    engine: 'theirs',
    server: 'flaky',
    proof: 4_000,
  },
  {
    code: 'renderer-ended',
    as: 'call theirs',
    fault: 'engine renderer-ended',
    engine: 'theirs',
    proof: 4_000,
  },
  { code: 'peer-paused', as: 'call theirs', fault: 'engine peer-paused', engine: 'theirs', proof: 6_000 },
  { code: 'frozen', as: 'call theirs', fault: 'engine frozen', engine: 'theirs', proof: 6_000 },
  {
    code: 'autoplay-blocked',
    as: 'call theirs',
    fault: 'engine autoplay-blocked',
    engine: 'theirs',
    proof: 1_500,
  },
  { code: 'renderer-unbound', as: 'peerjs', fault: 'peerjs renderer-unbound', proof: 4_000 },
  { code: 'remote-source-black', as: 'peerjs', fault: 'peerjs remote-source-black', proof: 7_000 },
  { code: 'renderer-paused', as: 'peerjs', fault: 'peerjs renderer-paused', proof: 4_000 },
  { code: 'renderer-hidden', as: 'peerjs', fault: 'peerjs renderer-hidden', proof: 4_000 },
  { code: 'renderer-ended', as: 'peerjs', fault: 'peerjs renderer-ended', proof: 4_000 },
  { code: 'peer-paused', as: 'peerjs', fault: 'peerjs peer-paused', proof: 6_000 },
  { code: 'frozen', as: 'peerjs', fault: 'peerjs frozen', proof: 6_000 },
  { code: 'autoplay-blocked', as: 'peerjs', fault: 'peerjs autoplay-blocked', proof: 1_500 },
  { code: 'turn-rejected', as: 'peerjs', fault: 'peerjs relay', ice: 'wrong-password', proof: 8_000 },
  { code: 'turn-unreachable', as: 'peerjs', fault: 'peerjs relay', ice: 'dead', proof: 12_000 },
];
