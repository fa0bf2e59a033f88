import type { Finding } from '../../../core/diagnosis/finding.ts';

export interface Told {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly side: Finding['side'];
  readonly subject: string;
  readonly variant: string;
  readonly evidence: string;
}

const ROUND_MS = 200;
/** A timer that comes later than this tells of a machine that has not let the page run. */
const LATE_MS = 50;

/**
 * Tells on the console what is found, whenever it has changed: a page that is evaluated from outside counts as clicked
 * on, and would play what it must not.
 */
export function tellFindings(find: () => readonly Finding[] | Promise<readonly Finding[]>): void {
  let before = '';
  const tell = async (): Promise<void> => {
    const told: Told[] = (await find()).map(({ code, severity, side, subject, params, evidence }) => ({
      code,
      severity,
      side,
      subject: `${subject.kind} ${subject.id}`,
      variant: String(params['variant'] ?? ''),
      evidence: evidence.map(({ label, value }) => `${label}: ${value}`).join('; '),
    }));
    const text = JSON.stringify(told);
    if (text !== before) console.log(`@findings ${text}`);
    before = text;
  };
  const rounds = (): void => {
    void tell()
      .catch((err: unknown) =>
        console.log(`@failed the doctor: ${String(err)} ${(err as Error).stack ?? ''}`),
      )
      .then(() => setTimeout(rounds, ROUND_MS));
  };
  rounds();
  beat(performance.now());
}

/** Tells that the page can run, and by how many milliseconds it was kept from it: whatever the doctor waits for. */
function beat(due: number): void {
  const late = Math.round(performance.now() - due);
  console.log(`@beat ${late > LATE_MS ? late : 0}`);
  const next = performance.now() + ROUND_MS;
  setTimeout(() => beat(next), ROUND_MS);
}
