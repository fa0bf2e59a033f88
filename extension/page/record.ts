import { samplesWanted } from '../../core/diagnosis/samples-wanted.ts';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import { recordWindow } from '../../core/recorder/record-window.ts';
import type { Recording } from '../../core/recorder/recorder.ts';
import type { Trace } from '../../core/recorder/trace.ts';
import type { Environment } from '../../core/recorder/environment.ts';
import { HOOK } from '../hops/inspected-window.ts';
import type { ReadHook } from '../hops/inspected-window.ts';
import { GivenServers } from './given-servers.ts';
import { highlight } from './highlight.ts';
import { offerPort } from './offer-port.ts';
import { Probes } from './probes.ts';

/** How often what is new goes out by itself; whoever looks at it asks more often. */
const EVERY_MS = 4_000;
const RECORDER = Symbol.for('metered-call.recorder');
/** Changes come up to ten times a second; looking costs. */
const LOOK_EVERY_MS = 400;
const SAMPLES_A_SECOND = 1;
/** Samples are not taken to the millisecond. */
const OVERLAP = 2;

const hasSeen = ({ connections, captures, sockets, elements, violations, probes }: Trace): boolean =>
  [connections, captures, sockets, elements, violations, probes].some(({ length }) => length > 0);

/** Everything that should be told at once when it changes. */
const outlineOf = ({ connections, captures, sockets, elements, probes }: Trace): string =>
  [connections, captures, sockets, elements, probes].map(({ length }) => length).join();

/**
 * Records this window and hands what it saw to the relay. Runs in the page's own world: what a page could have changed by the
 * time it is used was taken at the start.
 * @param fromStart No script of the page has run yet.
 */
export function record(window: Window & typeof globalThis, fromStart: boolean): void {
  const slots = window as unknown as Record<symbol, ReadHook | undefined>;
  const key = Symbol.for(HOOK);
  const before = slots[key];
  const isOwn = !(RECORDER in window);
  const servers = new GivenServers();
  const recording = recordWindow(window, {
    fromStart,
    onConfiguration: (configuration) => servers.add(configuration),
  });
  const probes = new Probes(recording, servers, isOwn);
  const sender = new Sender(recording);
  // For the developer tools, which may look without a relay. It gives a page no more than its recorder does anyway.
  const read: ReadHook = (samples) => sender.read(samples);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    port.close();
    recording.stop();
    sender.stop();
    if (slots[key] === read) delete slots[key];
  };
  const port = offerPort(window, (order) => {
    // One that was under way when the port was closed.
    if (stopped) return;
    if (order.type === 'send') void sender.send(order.all);
    else if (order.type === 'highlight') highlight(window, order.stream);
    else if (order.type === 'probe') void probes.run(order.probe);
    else stop();
  });
  // A hook that is here already speaks to its relay, unless the extension was updated under this page: then a new relay waits.
  if (before && !port.taken) {
    stop();
    return;
  }
  Object.defineProperty(window, key, { value: read, configurable: true });
  sender.start((dump) => port.post({ type: 'recorded', dump }));
}

class Sender {
  readonly #recording: Recording;
  readonly #now = Date.now.bind(Date);
  #post: (dump: string) => void = () => undefined;
  #unlisten: () => void = () => undefined;
  #lastAt = 0;
  #lookedAt = 0;
  #outline = '';
  #busy = false;
  #environment: Environment | undefined;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  start(post: (dump: string) => void): void {
    this.#post = post;
    this.#unlisten = this.#recording.onChange(() => this.#changed());
    void this.send(true);
  }

  stop(): void {
    this.#unlisten();
  }

  /** Everything, with so many samples a connection; empty until the environment is known. */
  read(samples: number): string {
    if (!this.#environment) return '';
    return writeOwn({ trace: this.#recording.snapshot({ samples }), environment: this.#environment });
  }

  /** Never rejects: whatever goes wrong in a page's realm stays there. */
  async send(all: boolean): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const since = (this.#now() - this.#lastAt) / 1_000;
      const environment = await this.#recording.environment();
      this.#environment = environment;
      const samples = all ? Infinity : Math.ceil(since * SAMPLES_A_SECOND) + OVERLAP;
      const trace = this.#recording.snapshot({ samples });
      this.#lastAt = this.#now();
      this.#outline = outlineOf(trace);
      this.#post(writeOwn({ trace, environment }));
    } catch {
      // The next round tries again.
    } finally {
      this.#busy = false;
    }
  }

  #changed(): void {
    if (this.#now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = this.#now();
    const trace = this.#recording.snapshot({ samples: 10 });
    if (!hasSeen(trace)) return;
    this.#recording.watch(samplesWanted(trace));
    if (this.#now() - this.#lastAt >= EVERY_MS || outlineOf(trace) !== this.#outline) void this.send(false);
  }
}
