import assert from 'node:assert/strict';
import { DataRoute } from '../../../core/peer/data-route.ts';

type Message = Parameters<DataRoute['handle']>[0];

/** One end of a route, whose other end and server the test plays. */
export interface End {
  readonly route: DataRoute;
  readonly got: unknown[];
  /** What this end has sent and the other has not seen yet. */
  readonly wire: Message[];
  readonly fences: string[];
  /** How often the server was asked whether it is there. */
  asked: number;
  sideReady: boolean;
}

/** Up to which change of route each fence stands. */
const epochs = new Map<string, number>();
export const fenced = ({ route }: End, fence: string): void => route.fenced(fence, epochs.get(fence) ?? 0);

export function end({ alive = false } = {}): End {
  const got: unknown[] = [];
  const wire: Message[] = [];
  const fences: string[] = [];
  const made: Omit<End, 'route'> = { got, wire, fences, asked: 0, sideReady: true };
  const owner = {
    get sideReady() {
      return made.sideReady;
    },
    alive,
    sendSide: (message: Message) => {
      wire.push(JSON.parse(JSON.stringify(message)) as Message);
      return true;
    },
    sendFence: (fence: string, e: number) => {
      epochs.set(fence, e);
      fences.push(fence);
    },
    serverDue: () => void (made.asked += 1),
    received: (_kind: unknown, data: unknown) => void got.push(data),
  };
  return Object.assign(made, { route: new DataRoute(owner) });
}

/** Delivers what is on the wire, both ways, until nothing is left. */
export function settle(a: End, b: End): void {
  while (a.wire.length + b.wire.length > 0) {
    const fromA = a.wire.shift();
    if (fromA) b.route.handle(fromA);
    const fromB = b.wire.shift();
    if (fromB) a.route.handle(fromB);
  }
}

/** What `a` sends by way of the server, whether it comes out there, and whether the server has answered. */
export function pass(
  a: End,
  b: End,
  data: unknown,
  arrives: boolean,
  answered = true,
): ReturnType<DataRoute['passing']> {
  const before = a.fences.length;
  const passed = a.route.passing('broadcast', JSON.stringify(data));
  for (const fence of a.fences.slice(before)) fenced(b, fence);
  if (arrives && b.route.accepts(data, 'broadcast')) b.got.push(data);
  if (passed && answered) a.route.answered(passed);
  return passed;
}

/** What `a` sends into a socket of `b` that is dead: neither that nor the mark before it arrives. */
export function lose(a: End, data: unknown): void {
  const passed = a.route.passing('broadcast', JSON.stringify(data));
  assert.ok(passed);
  a.route.answered(passed);
}
