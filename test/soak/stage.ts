import type { BrowserName } from '../helpers/find-browser.ts';
import { MIDDLE, createNetwork, namespacesMissing } from '../helpers/namespaces.ts';
import { startAgent, type Agent } from '../network/inside.ts';
import type { Seat } from './page/seat.ts';
import { sideOf } from './plan.ts';

/** A page with a seat in it. */
export interface SeatPage {
  /** The server, as it is reached from there. */
  readonly url: string;
  run<T, Args extends unknown[]>(
    body: (call: Seat, ...args: Args) => T | Promise<T>,
    ...args: Args
  ): Promise<Awaited<T>>;
}

/** Where the seats are: on the two sides of a network, or on one machine where there are no namespaces. */
export interface Stage {
  readonly pages: readonly SeatPage[];
  /** Takes a side's way out, and gives it back; null where nothing can be cut. */
  readonly sides: readonly { disconnect(): void; connect(): void }[] | null;
  stop(): Promise<void>;
}

async function openSeat(agent: Agent, browser: BrowserName, url: string): Promise<SeatPage> {
  const page = await agent.perform('open', browser, '/test/soak/page/seat.ts');
  return {
    url,
    run: (body, ...args) => agent.perform('run', page, body.toString(), args) as Promise<never>,
  };
}

/** Opens so many pages, those of a side one after the other in one browser. */
async function open(agents: readonly Agent[], urls: readonly string[], seats: number, browser: BrowserName) {
  const pages: SeatPage[] = [];
  for (let seat = 0; seat < seats; seat += 1) {
    const at = sideOf(seat) % agents.length;
    const [agent, url] = [agents[at], urls[at]];
    if (agent && url !== undefined) pages.push(await openSeat(agent, browser, url));
  }
  return pages;
}

async function onOneMachine(seats: number, browser: BrowserName): Promise<Stage> {
  const agent = startAgent(null);
  const port = await agent.perform('serve');
  const pages = await open([agent], [`ws://127.0.0.1:${port}`], seats, browser);
  return { pages, sides: null, stop: () => agent.stop() };
}

export async function setStage(seats: number, browser: BrowserName): Promise<Stage> {
  if (namespacesMissing() !== null) return onOneMachine(seats, browser);
  const network = createNetwork();
  const middle = startAgent(network.middle);
  const agents = network.sides.map(({ namespace }) => startAgent(namespace));
  const stop = async (): Promise<void> => {
    await Promise.all([middle, ...agents].map((agent) => agent.stop()));
    network.remove();
  };
  try {
    const serverPort = await middle.perform('serve');
    const ports = await Promise.all(agents.map((agent) => agent.perform('relay', MIDDLE, serverPort)));
    const urls = ports.map((port) => `ws://127.0.0.1:${port}`);
    const pages = await open(agents, urls, seats, browser);
    const sides = network.sides.map((side) => ({
      disconnect: () => side.disconnect(),
      connect: () => side.connect('home'),
    }));
    return { pages, sides, stop };
  } catch (err) {
    await stop();
    throw err;
  }
}
