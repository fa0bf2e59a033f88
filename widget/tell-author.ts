import { warnOnce } from './attributes.ts';
import type { Finding } from './finding.ts';

/** A mistake in how the page is set up is named in the console as well, where its author looks. */
export function tellAuthor(findings: readonly Finding[]): void {
  for (const { side, severity, code, cause, fix } of findings) {
    if (side === 'setup' && severity !== 'info') warnOnce([`${code}: ${cause}`, ...fix].join('\n  '));
  }
}
