import browser from 'webextension-polyfill';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { Trace } from '../../core/recorder/trace.ts';
import { writeDump } from '../../core/recorder/dump/write-dump.ts';
import type { Part } from '../verdict/assess.ts';
import { t, tell, wordsOf } from '../words/words.ts';
import { probeOffers, resultText } from './probe-offers.ts';

export interface RedactionChoice {
  readonly addresses: boolean;
  readonly labels: boolean;
}

export async function redactionChoice(): Promise<RedactionChoice> {
  const { addresses = true, labels = true } = await browser.storage.local.get(['addresses', 'labels']);
  return { addresses: addresses !== false, labels: labels !== false };
}

/** A finding as lines of plain text. */
function linesOf(finding: Finding): string[] {
  const { title, cause, fix } = wordsOf(finding);
  return [
    `[${tell('severity', finding.severity)}] ${title} (${finding.code})`,
    `  ${cause}`,
    ...finding.evidence.map(({ label, value }) => `  ${label}: ${value}`),
    ...fix.map((step, i) => `  ${i + 1}. ${step}`),
  ];
}

/** Tests that somebody has run, a line each. */
const testLines = (trace: Trace): string[] =>
  probeOffers(trace)
    .filter(({ result }) => result)
    .map((offer) => `${t(offer.label)} ${offer.request.target}: ${resultText(offer)}`);

/** What a person sends to another: no more than what is on the screen. */
export function reportText(headline: string, parts: readonly Part[]): string {
  const lines = parts.flatMap(({ origin, findings, dump }) => [
    '',
    origin,
    ...(findings.length > 0 ? findings.flatMap(linesOf) : [t('none.findings')]),
    ...testLines(dump.trace),
  ]);
  const { userAgent } = parts[0]?.dump.environment ?? { userAgent: '' };
  return [`${t('app.name')}: ${headline}`, userAgent, new Date().toISOString(), ...lines].join('\n');
}

/** Saves the recording of a part as a file, redacted as the options say. */
export async function saveRecording({ dump, findings }: Part): Promise<void> {
  const { trace, environment } = dump;
  const transcript = findings.flatMap(linesOf);
  const blob = await writeDump(trace, environment, {
    format: 'metered-call',
    findings,
    transcript,
    ...(await redactionChoice()),
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `call-recording-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
