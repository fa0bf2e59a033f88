import type { Severity, Side, SubjectKind } from './finding.ts';

/** What a code is unless its rule knows better: how bad, whose side, about what. */
type Entry = readonly [severity: Severity, side: Side, subject: SubjectKind];

/** Every code, in the order in which one is likelier to be the reason of another than the other way round. */
export const CATALOGUE = {
  'insecure-context': ['error', 'setup', 'page'],
  'webrtc-unavailable': ['error', 'local', 'page'],
  'secret-key-in-page': ['error', 'setup', 'page'],

  'camera-blocked-by-embedder': ['error', 'setup', 'page'],
  'microphone-blocked-by-embedder': ['error', 'setup', 'page'],
  'camera-blocked-by-header': ['error', 'setup', 'page'],
  'microphone-blocked-by-header': ['error', 'setup', 'page'],
  'camera-denied': ['error', 'local', 'track'],
  'microphone-denied': ['error', 'local', 'track'],
  'camera-missing': ['error', 'local', 'track'],
  'microphone-missing': ['error', 'local', 'track'],
  'camera-busy': ['error', 'local', 'track'],
  'microphone-busy': ['error', 'local', 'track'],
  'camera-overconstrained': ['error', 'local', 'track'],
  'camera-lost': ['error', 'local', 'track'],
  'microphone-lost': ['error', 'local', 'track'],
  'camera-black': ['error', 'local', 'track'],
  'microphone-silent': ['error', 'local', 'track'],

  'signalling-blocked-by-policy': ['error', 'setup', 'signalling'],
  'token-provider-hung': ['error', 'setup', 'signalling'],
  'token-provider-failing': ['error', 'setup', 'signalling'],
  'token-stale-loop': ['error', 'setup', 'signalling'],
  'token-invalid': ['error', 'setup', 'signalling'],
  'token-expired': ['error', 'setup', 'signalling'],
  'channel-not-authorized': ['error', 'setup', 'signalling'],
  'connection-limit': ['error', 'setup', 'signalling'],
  'message-rate': ['error', 'local', 'signalling'],
  'account-suspended': ['error', 'setup', 'signalling'],
  kicked: ['error', 'remote', 'signalling'],
  'signalling-unreachable': ['error', 'network', 'signalling'],
  'reconnect-loop': ['error', 'network', 'signalling'],
  'send-not-permitted': ['error', 'setup', 'signalling'],
  'presence-not-permitted': ['error', 'setup', 'signalling'],
  'publish-not-permitted': ['error', 'setup', 'signalling'],

  'turn-rejected': ['error', 'setup', 'peer'],
  'turn-unreachable': ['error', 'network', 'peer'],
  'turn-missing': ['error', 'setup', 'peer'],
  'codec-mismatch': ['error', 'remote', 'peer'],
  'dtls-failed': ['error', 'network', 'peer'],
  'negotiation-stalled': ['error', 'remote', 'peer'],
  'ice-stalled': ['error', 'network', 'peer'],
  'ice-failed': ['error', 'network', 'peer'],

  'autoplay-blocked': ['error', 'local', 'element'],
  'renderer-stale': ['error', 'setup', 'element'],
  'renderer-ended': ['error', 'setup', 'element'],
  'renderer-paused': ['error', 'setup', 'element'],
  'renderer-hidden': ['error', 'setup', 'element'],
  'renderer-unbound': ['error', 'setup', 'track'],
  'decoder-missing': ['error', 'local', 'track'],
  'no-keyframe': ['error', 'remote', 'track'],
  undecodable: ['error', 'remote', 'track'],
  'no-packets': ['error', 'network', 'track'],
  frozen: ['error', 'local', 'track'],
  'remote-source-black': ['warning', 'remote', 'track'],

  'sent-before-join': ['warning', 'setup', 'signalling'],
  'message-oversized': ['warning', 'setup', 'signalling'],
  'direct-from-outside': ['warning', 'setup', 'signalling'],
  'device-mismatch': ['warning', 'setup', 'track'],
  'capture-left-on': ['warning', 'setup', 'track'],
  'connection-leak': ['warning', 'setup', 'page'],
  'renderer-leak': ['warning', 'setup', 'page'],
  'listener-leak': ['warning', 'setup', 'page'],

  'peer-paused': ['info', 'remote', 'track'],
  'peer-sends-no-video': ['info', 'remote', 'peer'],
  'sender-metadata-off': ['info', 'setup', 'signalling'],
  'relay-in-use': ['info', 'network', 'peer'],
  'path-changed': ['info', 'network', 'peer'],
} as const satisfies Readonly<Record<string, Entry>>;

export type Code = keyof typeof CATALOGUE;

export const CODES = Object.keys(CATALOGUE) as readonly Code[];
