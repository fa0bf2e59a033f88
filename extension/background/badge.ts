import browser from 'webextension-polyfill';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';

const COLOURS = { error: '#c92a2a', warning: '#b35900' } as const;

/** Says on the icon how many problems the page in a tab has. */
export async function showBadge(tabId: number, dumps: readonly Dump[]): Promise<void> {
  const problems = dumps
    .flatMap(({ trace, environment }) => [...diagnose(trace, environment)])
    .filter(({ severity }) => severity !== 'info');
  const grave = problems.some(({ severity }) => severity === 'error');
  const text = problems.length === 0 ? '' : problems.length > 9 ? '9+' : String(problems.length);
  try {
    await browser.action.setBadgeText({ tabId, text });
    await browser.action.setBadgeBackgroundColor({ tabId, color: COLOURS[grave ? 'error' : 'warning'] });
  } catch {
    // The tab is gone.
  }
}
