import type { MeteredPeerOptions, RemotePeer } from '../core/index.ts';
import { diagnose } from '../core/diagnosis/diagnose.ts';
import type { Finding } from '../core/diagnosis/finding.ts';
import { followWants } from '../core/diagnosis/start-recorder.ts';
import { doctorFindings } from '../core/locales/english/doctor-findings.ts';
import { ONE_TRANSPORT } from '../core/peer/connection-like.ts';
import { createRecorder } from '../core/recorder/create-recorder.ts';
import { readDump } from '../core/recorder/dump/read-dump.ts';
import { writeDump } from '../core/recorder/dump/write-dump.ts';
import type { Trace } from '../core/recorder/trace.ts';
import { isRecord } from '../core/util/is-record.ts';
import { learnFindings } from './language.ts';

// What else is needed only once there is a call comes with the doctor.
export { watchPolicy } from './policy-watch.ts';
export { ReportExchange } from './report-exchange.ts';

/** Of somebody else's report. */
const MAX_FINDINGS = 100;

/** Milliseconds between two looks at what was recorded. */
const INTERVAL_MS = 1_500;

/** What is wrong, and whose tile it belongs on (the peer's id), if anybody's. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly byPeer: ReadonlyMap<string, Finding>;
}

export const NO_DIAGNOSIS: Diagnosis = Object.freeze({ findings: Object.freeze([]), byPeer: new Map() });

/** Watches one call's own objects, and says what is wrong with it. The page's globals are left alone. */
export class Doctor {
  readonly #recorder = createRecorder(window);
  readonly #call = this.#recorder.addCall();
  readonly #followed = followWants(this.#recorder);
  readonly #captured = new WeakSet<MediaStreamTrack>();
  readonly #changed: (diagnosis: Diagnosis) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #ids = '';
  #looking: Promise<readonly Finding[]> | null = null;

  constructor(changed: (diagnosis: Diagnosis) => void) {
    this.#changed = changed;
    learnFindings(doctorFindings);
    this.#timer = setInterval(() => void this.diagnose(), INTERVAL_MS);
  }

  /** Has the engine make connections that are watched from their first moment. */
  get options(): Pick<MeteredPeerOptions, 'rtcPeerConnectionFactory'> {
    const make = this.#recorder.rtcPeerConnectionFactory(
      (configuration) => new RTCPeerConnection({ ...ONE_TRANSPORT, ...configuration }),
    );
    return { rtcPeerConnectionFactory: make };
  }

  /** Your own devices, which were opened before there was a doctor. */
  captured(own: MediaStream): void {
    const tracks = own.getTracks().filter((track) => !this.#captured.has(track));
    if (tracks.length === 0) return;
    for (const track of tracks) this.#captured.add(track);
    const asked = { audio: tracks.some(isAudio), video: !tracks.every(isAudio) };
    void this.#recorder.capture('getUserMedia', asked, Promise.resolve(new MediaStream(tracks)));
  }

  /** Somebody is there. What they are called is left out: a report is handed on. */
  met(remote: RemotePeer): void {
    const { id } = remote;
    this.#call.peer(id);
    remote.on('hello', () => this.#call.peer(id, { ours: true }));
    remote.on('health', ({ health }) => this.#call.health(id, health));
    remote.on('state-change', ({ to }) => {
      // Asking for a connection makes it: only one that is under way is looked at.
      if (to === 'connecting' || to === 'connected') this.#recorder.watchConnection(remote.pc, { peer: id });
    });
  }

  left(peerId: string): void {
    this.#call.peerLeft(peerId);
  }

  watchElement(element: HTMLMediaElement, peerId: string): void {
    this.#recorder.watchElement(element, { peer: peerId });
  }

  /** Looks now. Tells of a change, and resolves with what there is; in Firefox once the page is in front. */
  diagnose(): Promise<readonly Finding[]> {
    // Firefox lists no devices to a page behind another, and makes it wait: one look at a time waits with it.
    return (this.#looking ??= this.#look().finally(() => (this.#looking = null)));
  }

  async #look(): Promise<readonly Finding[]> {
    const environment = await this.#recorder.environment();
    const trace = this.#recorder.snapshot();
    const findings = diagnose(trace, environment);
    const ids = findings.map(({ id }) => id).join('\n');
    if (ids !== this.#ids) {
      this.#ids = ids;
      this.#changed({ findings, byPeer: byPeer(findings, trace) });
    }
    return findings;
  }

  async report(findings: readonly Finding[]): Promise<Blob> {
    const environment = await this.#recorder.environment();
    return writeDump(this.#recorder.snapshot(), environment, { format: 'metered-call', findings });
  }

  /** What is sound in somebody else's report, redacted once more, as JSON. Rejects with a DumpError. */
  async read(report: Blob): Promise<string> {
    const { trace, environment, findings = [] } = await readDump(report);
    const codes = findings.slice(0, MAX_FINDINGS).flatMap((finding) => {
      const code = isRecord(finding) ? finding.code : null;
      return typeof code === 'string' && /^[\w-]{1,64}$/.test(code) ? [{ code }] : [];
    });
    const clean = await writeDump(trace, environment, { format: 'metered-call', findings: codes });
    return clean.text();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#followed();
    this.#recorder.stop();
  }
}

const isAudio = ({ kind }: MediaStreamTrack): boolean => kind === 'audio';

/** The gravest thing that is wrong with each peer; what is no problem is left out. */
function byPeer(findings: readonly Finding[], trace: Trace): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const peer = finding.severity === 'info' ? undefined : peerOf(finding, trace);
    if (peer !== undefined && !found.has(peer)) found.set(peer, finding);
  }
  return found;
}

function peerOf({ subject: { kind, id } }: Finding, trace: Trace): string | undefined {
  switch (kind) {
    case 'peer': {
      const connection = trace.connections.find((one) => one.id === id);
      return connection?.peer ?? trace.peers.find((one) => one.id === id)?.id;
    }
    case 'track':
      return trace.connections.find(({ log }) => log.some((one) => one.type === 'track' && one.track === id))
        ?.peer;
    case 'element':
      return trace.elements.find((one) => one.id === id)?.peer;
    case 'page':
    case 'signalling':
      return undefined;
  }
}
