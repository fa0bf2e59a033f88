import type { CaptureError } from '../core/media/capture-error.ts';
import type { DeviceKind } from '../core/media/devices.ts';
import type { Diagnosis } from './doctor.ts';
import type { Held } from '../core/media/playback.ts';
import { captureFailure } from './failures.ts';
import type { Failure } from './failures.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './finding.ts';

/** What is wrong, and where it is told. */
export interface Told {
  readonly findings: readonly Finding[];
  /** Above the call; what was dismissed is not among them. */
  readonly notices: readonly Finding[];
  /** On the tile of a participant, by id. */
  readonly byPeer: ReadonlyMap<string, Finding>;
}

const HELD: Readonly<Record<Held, Failure>> = {
  sound: { code: 'autoplay-blocked', variant: 'sound' },
  all: { code: 'autoplay-blocked' },
};

/** What the element knows at first hand, what its doctor has found out, and what a person has dismissed. */
export class CallFindings {
  diagnosis: Diagnosis | null = null;
  readonly #own = new Map<string, Finding>();
  readonly #dismissed = new Set<string>();

  /** Codes of what the doctor has found wrong with this side's own devices. */
  get faults(): string[] {
    return (this.diagnosis?.findings ?? []).flatMap(({ code, severity }) =>
      severity === 'error' && /^(camera|microphone)-/.test(code) ? code : [],
    );
  }

  has(code: string): boolean {
    return this.#own.has(code);
  }

  add(finding: Finding): void {
    this.#own.set(finding.code, finding);
  }

  remove(code: string): void {
    this.#own.delete(code);
  }

  clear(): void {
    this.#own.clear();
  }

  dismiss(id: string): void {
    this.#dismissed.add(id);
  }

  /** It is asked for again: what was dismissed about it is told again, and a choice that failed is over. */
  recall(device: DeviceKind): void {
    for (const id of this.#dismissed) if (id.endsWith(`:${device}`)) this.#dismissed.delete(id);
    for (const [code, { id }] of this.#own) if (id.endsWith(`:${device}`)) this.#own.delete(code);
  }

  /** The call is over: what ended it stays. */
  close(): void {
    this.diagnosis = null;
    this.#dismissed.clear();
  }

  told(captures: Iterable<CaptureError>, held: Held | null): Told {
    const captured = [...captures].map((error) => findingOf(captureFailure(error)));
    const told = [...this.#own.values(), ...captured];
    const own = held ? [...told, findingOf(HELD[held])] : told;
    // What the element knows at first hand is not said twice.
    const doctors = (this.diagnosis?.findings ?? []).filter(({ code }) =>
      own.every((one) => one.code !== code),
    );
    const byPeer = [...(this.diagnosis?.byPeer ?? [])].filter(
      ([, finding]) => doctors.includes(finding) && !this.#dismissed.has(finding.id),
    );
    const notices = [...told, ...doctors.filter((finding) => isForAll(finding, byPeer))];
    return {
      findings: Object.freeze([...own, ...doctors]),
      notices: Object.freeze(notices.filter(({ id }) => !this.#dismissed.has(id))),
      byPeer: new Map(byPeer),
    };
  }
}

/** An error that belongs on no tile. */
function isForAll(finding: Finding, tiles: readonly (readonly [string, Finding])[]): boolean {
  return finding.severity === 'error' && tiles.every(([, shown]) => shown.id !== finding.id);
}
