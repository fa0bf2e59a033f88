import { samplesWanted } from '../../core/diagnosis/samples-wanted.ts';
import { writeOwn } from '../../core/recorder/dump/own-dump.ts';
import type { Environment } from '../../core/recorder/environment.ts';
import type { Recording } from '../../core/recorder/recorder.ts';
import type { Trace } from '../../core/recorder/trace.ts';
import type { OfferedPort } from './offer-port.ts';

/** How often what is new goes out by itself; whoever looks at it asks more often. */
const EVERY_MS = 4_000;
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

/** Hands over what a recording has seen, as long as somebody takes it. */
export class Sender {
  readonly #recording: Recording;
  readonly #now = Date.now.bind(Date);
  readonly #unlisten: () => void;
  readonly #port: Pick<OfferedPort, 'taken' | 'post'>;
  #lastAt = 0;
  #lookedAt = 0;
  #outline = '';
  #busy = false;
  #wantsAll = false;
  #environment: Environment | undefined;

  constructor(recording: Recording, port: Pick<OfferedPort, 'taken' | 'post'>) {
    this.#recording = recording;
    this.#port = port;
    this.#unlisten = recording.onChange(() => this.#changed());
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
    this.#wantsAll ||= all;
    if (this.#busy) return;
    this.#busy = true;
    try {
      const environment = await this.#recording.environment();
      this.#environment = environment;
      const { taken } = this.#port;
      const trace = this.#recording.snapshot({ samples: taken ? this.#wanted : 0 });
      this.#lastAt = this.#now();
      this.#outline = outlineOf(trace);
      if (!taken) return;
      this.#wantsAll = false;
      this.#port.post({ type: 'recorded', dump: writeOwn({ trace, environment }) });
    } catch {
      // The next round tries again.
    } finally {
      this.#busy = false;
    }
  }

  get #wanted(): number {
    if (this.#wantsAll) return Infinity;
    return Math.ceil(((this.#now() - this.#lastAt) / 1_000) * SAMPLES_A_SECOND) + OVERLAP;
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
