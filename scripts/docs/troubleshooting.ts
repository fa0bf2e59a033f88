import { CATALOGUE } from '../../core/diagnosis/catalogue.ts';
import type { Severity, Side } from '../../core/diagnosis/finding.ts';
import { en } from '../../core/locales/en.ts';
import { NOTES } from './finding-notes.ts';
import type { FindingCode } from './finding-notes.ts';

interface Words {
  readonly title: string;
  readonly cause: string;
  readonly fix: readonly string[];
}

type Entry = readonly [severity: Severity, side: Side, subject: string];

const SEVERITY: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
};
const SIDE: Readonly<Record<Side, string>> = {
  local: 'mended on this device',
  remote: 'mended on the other side',
  network: 'mended in the network',
  setup: 'mended by the site’s owner',
};
const NOTHING_TO_DO = 'nothing to mend';
const words: Readonly<Record<string, Words>> = en.findings;
const entries: Readonly<Record<string, Entry>> = CATALOGUE;

/** Codes of the element alone, told before there is anything to diagnose. */
const ofElement = (code: string): boolean => !(code in CATALOGUE);

const GROUPS: readonly (readonly [title: string, has: (code: string) => boolean])[] = [
  ['The element is not set up', ofElement],
  [
    'The page and its devices',
    (code) => isAbout(code, 'page') || /^(camera|microphone|device|capture)-/.test(code),
  ],
  ['The way to the call server', (code) => isAbout(code, 'signalling')],
  ['The path between two people', (code) => isAbout(code, 'peer')],
  ['The tile', () => true],
];

const isAbout = (code: string, subject: string): boolean => entries[code]?.[2] === subject;

/** Placeholders stand for what the finding fills in. */
const filled = (text: string): string => text.replace(/\{(\w+)\}/g, '‹$1›');

const steps = ({ fix }: Words): string => fix.map(filled).join(' ');

function entry(code: FindingCode): string {
  const own = words[code];
  if (!own) throw new Error(`the catalogue of words lacks ${code}`);
  const { looks, proof } = NOTES[code];
  const [severity, side] = entries[code] ?? ['error', 'setup'];
  const variants = Object.entries(words)
    .filter(([key]) => key.startsWith(`${code}.`))
    .map(([key, variant]) =>
      `- **${variant.title}** (\`${key.slice(code.length + 1)}\`): ${filled(variant.cause)} ${steps(variant)}`.trimEnd(),
    );
  return [
    `### ${code}`,
    '',
    `**${own.title}.** ${SEVERITY[severity]}, ${severity === 'info' ? NOTHING_TO_DO : SIDE[side]}.`,
    '',
    `- **Looks like:** ${looks}`,
    `- **Why:** ${filled(own.cause)}`,
    `- **Proof:** ${proof}`,
    ...(own.fix.length > 0 ? [`- **Fix:** ${steps(own)}`] : []),
    ...variants,
  ].join('\n');
}

/** Every code of the doctor and of the element, as a section of the guide. */
export function findingsSection(): string {
  const left = new Set([...Object.keys(NOTES)] as FindingCode[]);
  return GROUPS.map(([title, has]) => {
    const codes = [...left].filter(has);
    for (const code of codes) left.delete(code);
    return [`## ${title}`, ...codes.map(entry)].join('\n\n');
  }).join('\n\n');
}
