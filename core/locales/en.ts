import { callFindings } from './english/call-findings.ts';
import { doctorFindings } from './english/doctor-findings.ts';
import { words } from './english/words.ts';

/**
 * Every word the element says, in English. Another language is a file of the same shape.
 * `words` may hold {placeholders}; a `findings` key is a code, or `code.variant` where one code
 * needs different advice.
 */
export const en = { lang: 'en', words, findings: { ...callFindings, ...doctorFindings } } as const;
