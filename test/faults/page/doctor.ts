// First script of every page of the laboratory: the doctor. It tells its findings on the console, since a page that is
// evaluated from outside counts as clicked on, and would play what it must not.
import type { Finding } from '../../../core/diagnosis/finding.ts';
import { startRecorder } from '../../../core/diagnosis/start-recorder.ts';

export interface Told {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly side: Finding['side'];
  readonly subject: string;
  readonly variant: string;
  readonly evidence: string;
}

declare global {
  interface Window {
    readonly doctor: ReturnType<typeof startRecorder>;
  }
}

const ROUND_MS = 200;
const doctor = startRecorder(window, { fromStart: true });
Object.defineProperty(window, 'doctor', { value: doctor });

let before = '';
async function tell(): Promise<void> {
  const told: Told[] = (await doctor.findings()).map(
    ({ code, severity, side, subject, params, evidence }) => ({
      code,
      severity,
      side,
      subject: `${subject.kind} ${subject.id}`,
      variant: String(params['variant'] ?? ''),
      evidence: evidence.map(({ label, value }) => `${label}: ${value}`).join('; '),
    }),
  );
  const text = JSON.stringify(told);
  if (text !== before) console.log(`@findings ${text}`);
  before = text;
}
const round = (): void =>
  void tell()
    .catch((err: unknown) => console.log(`@failed the doctor: ${String(err)} ${(err as Error).stack ?? ''}`))
    .then(() => setTimeout(round, ROUND_MS));
round();
