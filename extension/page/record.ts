import { recordWindow } from '../../core/recorder/record-window.ts';
import { nonce } from '../../core/util/nonce.ts';
import { HOOK } from '../hops/inspected-window.ts';
import type { ReadHook } from '../hops/inspected-window.ts';
import type { HookOrder } from '../hops/port.ts';
import { GivenServers } from './given-servers.ts';
import { highlight } from './highlight.ts';
import { offerPort } from './offer-port.ts';
import type { OfferedPort } from './offer-port.ts';
import { Probes } from './probes.ts';
import { Sender } from './sender.ts';

const RECORDER = Symbol.for('metered-call.recorder');

/**
 * Records this window and hands what it saw to the relay. Runs in the page's own world: what a page could have changed by the
 * time it is used was taken at the start.
 * @param fromStart No script of the page has run yet.
 */
export function record(window: Window & typeof globalThis, fromStart: boolean): void {
  const slots = window as unknown as Record<symbol, ReadHook | undefined>;
  const key = Symbol.for(HOOK);
  const before = slots[key];
  let run: Run | undefined;
  const port = offerPort(window, obey, () => void run?.sender.send(true));
  // A hook that is here already speaks to its relay, unless the extension was updated under this page: then a new relay waits.
  if (before && !port.taken) {
    port.close();
    return;
  }
  run = new Run(window, fromStart, port);
  // For the developer tools, which may look without a relay. It gives a page no more than its recorder does anyway.
  const read: ReadHook = Object.assign((samples: number) => run?.sender.read(samples) ?? '', { id: nonce() });
  Object.defineProperty(window, key, { value: read, configurable: true });

  function obey(order: HookOrder): void {
    // One that was under way when the port was closed.
    if (!run) return;
    if (order.type === 'send') void run.sender.send(order.all);
    else if (order.type === 'highlight') highlight(window, order.stream);
    else if (order.type === 'probe') void run.probes.run(order.probe);
    else if (order.type === 'anew') anew();
    else stop();
  }

  function stop(): void {
    port.close();
    run?.end();
    run = undefined;
    if (slots[key] === read) delete slots[key];
  }

  function anew(): void {
    run?.end();
    // What a recorder of the page's own has seen would be there again.
    if (RECORDER in window) stop();
    else run = new Run(window, false, port);
  }
}

/** One recording, with what looks after it. */
class Run {
  readonly sender: Sender;
  readonly probes: Probes;
  readonly #end: () => void;

  constructor(window: Window & typeof globalThis, fromStart: boolean, port: OfferedPort) {
    const isOwn = !(RECORDER in window);
    const servers = new GivenServers();
    const recording = recordWindow(window, {
      fromStart,
      onConfiguration: (configuration) => servers.add(configuration),
    });
    this.probes = new Probes(recording, servers, isOwn);
    this.sender = new Sender(recording, port);
    this.#end = () => recording.stop();
  }

  end(): void {
    this.sender.stop();
    this.#end();
  }
}
