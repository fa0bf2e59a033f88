import type { Code } from '../../core/diagnosis/catalogue.ts';
import type { Severity, Side } from '../../core/diagnosis/finding.ts';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { EngineName } from './page/input.ts';

/** Which browser a scenario needs: with devices, without, with bad ones … */
export type Bench = 'usual' | 'denied' | 'bare' | 'dark' | 'no-webrtc' | 'trying' | 'trying-too';

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
  /** At an origin that no other page has: a permission is taken away from all pages of one. */
  readonly apart?: boolean;
  /** Inside a frame of another origin that grants nothing. */
  readonly framed?: boolean;
}
