import type { Environment } from '../recorder/environment.ts';
import type { TrackTrace, Trace } from '../recorder/trace.ts';
import { viewConnections, type ConnectionView } from './views/connections.ts';
import { viewElements, type ElementView } from './views/elements.ts';
import { viewReceivers, type ReceiverView } from './views/receivers.ts';

/** A trace as the rules look at it: worked out once, shared by all of them. */
export interface Scene extends Sight {
  readonly environment: Environment;
}

/** What is to be seen in a trace alone. */
export interface Sight {
  readonly trace: Trace;
  /** The end of what was seen. */
  readonly now: number;
  readonly tracks: ReadonlyMap<string, TrackTrace>;
  readonly connections: readonly ConnectionView[];
  readonly receivers: readonly ReceiverView[];
  readonly elements: readonly ElementView[];
}

export const sceneOf = (trace: Trace, environment: Environment): Scene => ({
  ...sightOf(trace),
  environment,
});

export function sightOf(trace: Trace): Sight {
  const tracks = new Map(trace.tracks.map((track) => [track.id, track]));
  const connections = viewConnections(trace);
  return {
    trace,
    now: trace.until,
    tracks,
    connections,
    receivers: viewReceivers(trace, connections),
    elements: viewElements(trace, tracks),
  };
}
