import type { Scenario } from '../faults/scenario.ts';
import { SCENARIOS } from '../faults/scenarios.ts';
import type { BrowserName } from '../helpers/find-browser.ts';

/** Faults of the laboratory that need neither special devices nor somebody outside of the page. */
const CODES: readonly (readonly [code: string, as?: string])[] = [
  ['webrtc-unavailable', 'by a script'],
  ['secret-key-in-page'],
  ['camera-overconstrained'],
  ['capture-left-on'],
  ['token-invalid', 'ours'],
  ['token-invalid', 'theirs'],
  ['token-expired', 'theirs'],
  ['channel-not-authorized', 'ours'],
  ['connection-limit', 'ours'],
  ['message-rate', 'theirs'],
  ['account-suspended', 'ours'],
  ['signalling-unreachable', 'ours'],
  ['signalling-blocked-by-policy', 'theirs'],
  ['send-not-permitted', 'ours'],
  ['send-not-permitted', 'theirs'],
  ['presence-not-permitted', 'theirs'],
  ['publish-not-permitted', 'ours'],
  ['turn-missing', 'relay only'],
  ['turn-rejected'],
  ['negotiation-stalled'],
  ['codec-mismatch'],
  ['peer-sends-no-video'],
  ['peer-paused'],
  ['no-packets'],
  ['no-keyframe'],
  ['undecodable'],
  ['frozen'],
  ['remote-source-black'],
  ['autoplay-blocked'],
  ['renderer-unbound'],
  ['renderer-stale'],
  ['renderer-ended'],
  ['renderer-hidden'],
  ['renderer-paused'],
  ['renderer-paused', 'peerjs'],
  ['renderer-unbound', 'call theirs'],
];
const scenarioOf = ([code, as]: readonly [string, string?]): Scenario => {
  const found = SCENARIOS.find((scenario) => scenario.code === code && scenario.as === as);
  if (!found) throw new Error(`the laboratory knows no ${code} ${as ?? ''}`);
  return found;
};

export interface ListedFault {
  readonly name: string;
  readonly scenario: Scenario;
}

export const listedFaults = (browser: BrowserName): ListedFault[] =>
  CODES.map((wanted) => ({ name: wanted.join(' of '), scenario: scenarioOf(wanted) })).filter(
    ({ scenario: { only } }) => only === undefined || only === browser,
  );
