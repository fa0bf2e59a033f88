import { probeAutoplay } from '../../core/recorder/probes/autoplay-probe.ts';
import { probeCapture } from '../../core/recorder/probes/capture-probe.ts';
import { probe, probeError } from '../../core/recorder/probes/probe.ts';
import { probeSignalling } from '../../core/recorder/probes/signalling-probe.ts';
import { probeTurn } from '../../core/recorder/probes/turn-probe.ts';
import type { Recording } from '../../core/recorder/recorder.ts';
import type { ProbeResult } from '../../core/recorder/trace.ts';
import { parseProbeRequest } from '../hops/probe-request.ts';
import type { ProbeRequest } from '../hops/probe-request.ts';
import type { GivenServers } from './given-servers.ts';

/** Tests that run at the same time. */
const MAX_RUNNING = 8;

/** Tests in this page, on request; what came of them is in the recording. */
export class Probes {
  readonly #recording: Recording;
  readonly #servers: GivenServers;
  readonly #isOwn: boolean;
  readonly #running = new Set<string>();

  /** @param isOwn The recorder is of this bundle, and leaves out what its tests make. */
  constructor(recording: Recording, servers: GivenServers, isOwn: boolean) {
    this.#recording = recording;
    this.#servers = servers;
    this.#isOwn = isOwn;
  }

  /** Never rejects. Does nothing where the same test runs already. */
  async run(asked: unknown): Promise<void> {
    const request = parseProbeRequest(asked);
    if (!request) return;
    const key = `${request.probe} ${request.target}`;
    if (this.#running.has(key) || this.#running.size >= MAX_RUNNING) return;
    this.#running.add(key);
    try {
      for (const result of await this.#results(request)) this.#recording.probed(result);
    } catch {
      // A page that has taken the platform apart has no result.
    } finally {
      this.#running.delete(key);
    }
  }

  async #results(request: ProbeRequest): Promise<readonly ProbeResult[]> {
    switch (request.probe) {
      case 'turn': {
        const server = this.#servers.get(request.target);
        return server ? probeTurn([server]) : [await unknown(request)];
      }
      case 'signalling':
        return [await (this.#spokeTo(request.target) ? probeSignalling(request.target) : unknown(request))];
      case 'capture':
        return [await probeCapture(request.target)];
      case 'autoplay':
        return [await probeAutoplay()];
    }
  }

  #spokeTo(origin: string): boolean {
    if (!this.#isOwn) return false;
    const { sockets } = this.#recording.snapshot({ samples: 0 });
    return sockets.some(({ ours, url }) => ours && url.startsWith(`${origin}/`));
  }
}

/** Whatever the page has not used itself is not reached. */
const unknown = ({ probe: kind, target }: ProbeRequest): Promise<ProbeResult> =>
  probe(kind, target, 1_000, () =>
    Promise.reject(probeError('NotFoundError', 'The recording knows of no such server.')),
  );
