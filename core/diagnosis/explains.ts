import type { Code } from './catalogue.ts';
import type { Proof } from './rule.ts';

const NO_SIGNALLING: readonly Code[] = ['negotiation-stalled', 'ice-stalled', 'presence-not-permitted'];
const NO_RELAY: readonly Code[] = ['ice-failed', 'ice-stalled'];

/** Which code is the reason of which others: those are not told beside it. */
const EXPLAINS: Partial<Readonly<Record<Code, readonly Code[]>>> = {
  'webrtc-unavailable': NO_SIGNALLING,
  'secret-key-in-page': ['token-invalid', 'signalling-unreachable'],
  'signalling-blocked-by-policy': ['signalling-unreachable', ...NO_SIGNALLING],
  'token-provider-hung': ['token-expired', 'signalling-unreachable'],
  'token-provider-failing': ['token-provider-hung', 'token-expired', 'signalling-unreachable'],
  'token-stale-loop': ['token-expired', 'reconnect-loop', 'signalling-unreachable', 'token-provider-failing'],
  'token-invalid': NO_SIGNALLING,
  'token-expired': NO_SIGNALLING,
  'channel-not-authorized': [...NO_SIGNALLING, 'send-not-permitted'],
  'connection-limit': ['reconnect-loop', 'signalling-unreachable', ...NO_SIGNALLING],
  'message-rate': ['reconnect-loop'],
  'message-oversized': ['reconnect-loop'],
  'account-suspended': NO_SIGNALLING,
  kicked: NO_SIGNALLING,
  'signalling-unreachable': ['reconnect-loop', ...NO_SIGNALLING],
  'send-not-permitted': [...NO_SIGNALLING, ...NO_RELAY, 'turn-missing', 'peer-sends-no-video'],
  'turn-rejected': NO_RELAY,
  'turn-unreachable': NO_RELAY,
  'turn-missing': ['ice-failed'],
  'codec-mismatch': ['decoder-missing', 'peer-sends-no-video'],
  'dtls-failed': ['turn-missing'],
  'autoplay-blocked': ['renderer-paused', 'remote-source-black'],
  'renderer-stale': ['renderer-unbound', 'renderer-ended'],
  'renderer-leak': ['renderer-ended'],
  'connection-leak': ['ice-failed', 'turn-missing', 'renderer-ended'],
};

/** A cause without a place of its own concerns the whole page. */
const concerns = (cause: Proof, effect: Proof): boolean =>
  !cause.about || (effect.about?.some((id) => cause.about?.includes(id)) ?? false);

/** Without those that another one explains. */
export const unexplained = (proofs: readonly Proof[]): readonly Proof[] =>
  proofs.filter(
    (effect) =>
      !proofs.some(
        (cause) => cause !== effect && EXPLAINS[cause.code]?.includes(effect.code) && concerns(cause, effect),
      ),
  );
