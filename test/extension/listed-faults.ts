import type { Scenario } from '../faults/scenario.ts';
import { SCENARIOS } from '../faults/scenarios.ts';
import type { BrowserName } from '../helpers/find-browser.ts';

/**
 * Faults of the laboratory that need neither special devices nor somebody outside of the page. Those of a kind that
 * another row stands for in the other browser are looked at in one: the laboratory itself has all of them in both.
 */
const CODES: readonly (readonly [code: string, as?: string | undefined, alone?: BrowserName])[] = [
  ['insecure-context'],
  ['webrtc-unavailable', 'by a script'],
  ['secret-key-in-page'],
  ['camera-overconstrained', undefined, 'firefox'],
  ['capture-left-on'],
  ['token-invalid', 'ours', 'chromium'],
  ['token-invalid', 'theirs', 'firefox'],
  ['token-expired', 'theirs'],
  ['channel-not-authorized', 'ours'],
  ['connection-limit', 'ours', 'chromium'],
  ['message-rate', 'theirs', 'firefox'],
  ['account-suspended', 'ours', 'chromium'],
  ['signalling-unreachable', 'ours'],
  ['signalling-blocked-by-policy', 'theirs'],
  ['send-not-permitted', 'ours', 'firefox'],
  ['send-not-permitted', 'theirs', 'chromium'],
  ['presence-not-permitted', 'theirs', 'chromium'],
  ['publish-not-permitted', 'ours', 'firefox'],
  ['turn-missing', 'relay only'],
  ['turn-rejected'],
  ['negotiation-stalled'],
  ['codec-mismatch'],
  ['peer-sends-no-video'],
  ['peer-paused'],
  ['no-packets'],
  ['no-keyframe', undefined, 'chromium'],
  ['undecodable'],
  ['frozen', undefined, 'firefox'],
  ['remote-source-black'],
  ['autoplay-blocked'],
  ['renderer-unbound', undefined, 'firefox'],
  ['renderer-stale'],
  ['renderer-ended', undefined, 'chromium'],
  ['renderer-hidden', undefined, 'firefox'],
  ['renderer-paused', undefined, 'chromium'],
  ['renderer-paused', 'peerjs'],
  ['renderer-unbound', 'call theirs', 'chromium'],
];

const scenarioOf = (code: string, as?: string): Scenario => {
  const found = SCENARIOS.find((scenario) => scenario.code === code && scenario.as === as);
  if (!found) throw new Error(`the laboratory knows no ${code} ${as ?? ''}`);
  return found;
};

export interface ListedFault {
  readonly name: string;
  readonly scenario: Scenario;
}

export const listedFaults = (browser: BrowserName): ListedFault[] =>
  CODES.filter(([, , alone = browser]) => alone === browser)
    .map(([code, as]) => ({
      name: as === undefined ? code : `${code} of ${as}`,
      scenario: scenarioOf(code, as),
    }))
    .filter(({ scenario: { only = browser } }) => only === browser);
