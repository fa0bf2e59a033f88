import { setTimeout as wait } from 'node:timers/promises';
import { MIDDLE, type Network } from '../helpers/namespaces.ts';
import type { Agent } from './inside.ts';

/** What a scenario may lay its hands on. */
export interface Laboratory {
  readonly network: Network;
  /** The process in the middle, which serves. */
  readonly middle: Agent;
  /** The processes of the two ends. */
  readonly ends: readonly [Agent, Agent];
  /** Where the server is reached in the middle. */
  readonly serverPort: number;
  readonly stopTurn: () => Promise<void>;
  readonly startTurn: () => Promise<void>;
  /** Has the doctor asked what is wrong while it is. */
  readonly whileBroken: () => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** In the table. */
  readonly title: string;
  readonly nat?: boolean;
  /** What the middle does to packets, as statements of `nft`. */
  readonly filter?: string;
  /** What happens in mid-call; resolves with the time from which everything could work again (epoch, ms). */
  readonly trouble?: (lab: Laboratory) => Promise<number>;
}

/** How long a server is away. */
const RESTART_MS = 5_000;

const NO_UDP = `table inet lab {
  chain pass { type filter hook forward priority filter; meta l4proto udp drop; }
  chain arrive { type filter hook input priority filter; iifname "side*" meta l4proto udp drop; }
}`;

/** Relays talk to each other inside the middle. */
const RELAY_ONLY = `table inet lab {
  chain pass { type filter hook forward priority filter; policy drop; }
}`;

/** Of what each end sends, and of what the middle sends to them. */
const LOSS = `table inet lab {
  chain arrive { type filter hook prerouting priority raw; iifname "side*" numgen random mod 100 < 5 drop; }
  chain leave { type filter hook output priority filter; oifname "side*" numgen random mod 100 < 5 drop; }
}`;

function cut(seconds: number): Scenario {
  return {
    name: `cut-${seconds}`,
    title: `link cut for ${seconds} s`,
    async trouble({ network, ends, serverPort, whileBroken }) {
      const [, side] = network.sides;
      side.disconnect();
      const usable = ends[1].perform('firstConnection', MIDDLE, serverPort);
      await wait(seconds * 1_000);
      await whileBroken();
      side.connect('home');
      return usable;
    },
  };
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'direct', title: 'direct' },
  { name: 'symmetric-nat', title: 'both behind a symmetric NAT', nat: true },
  { name: 'no-udp', title: 'UDP blocked', filter: NO_UDP },
  { name: 'relay-only', title: 'no way but the relay', filter: RELAY_ONLY },
  { name: 'loss', title: '5 % of packets lost', filter: LOSS },
  cut(5),
  cut(20),
  cut(60),
  {
    name: 'roaming',
    title: 'another address',
    trouble({ network, ends, serverPort }) {
      const [, side] = network.sides;
      side.disconnect();
      const usable = ends[1].perform('firstConnection', MIDDLE, serverPort);
      side.connect('away');
      return usable;
    },
  },
  {
    name: 'server-restart',
    title: `signalling server away for ${RESTART_MS / 1000} s`,
    async trouble({ middle, whileBroken }) {
      await middle.perform('killServer');
      await wait(RESTART_MS);
      await whileBroken();
      await middle.perform('serveAgain');
      return Date.now();
    },
  },
  {
    name: 'turn-restart',
    title: `the only relay away for ${RESTART_MS / 1000} s`,
    filter: RELAY_ONLY,
    async trouble({ stopTurn, startTurn, whileBroken }) {
      await stopTurn();
      await wait(RESTART_MS);
      await whileBroken();
      await startTurn();
      return Date.now();
    },
  },
];
