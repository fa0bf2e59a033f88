import browser from 'webextension-polyfill';
import type { Scripting } from 'webextension-polyfill';
import { parseInspected } from '../hops/inspected.ts';
import type { Inspected } from '../hops/inspected.ts';

/** What one look at a tab found: a result a frame, or null where the browser does not let us in. */
export async function lookAt(tabId: number): Promise<readonly Inspected[] | null> {
  const results = await inject(tabId, 'inspect.js', 'MAIN');
  if (!results) return null;
  const inspected = results.flatMap(({ result }) => parseInspected(result) ?? []);
  return inspected.some(({ top }) => top) ? inspected : null;
}

/** Runs a file in every frame of a tab that is open to us; null where that is none. */
export async function inject(
  tabId: number,
  file: string,
  world: 'MAIN' | 'ISOLATED',
): Promise<readonly Scripting.InjectionResult[] | null> {
  const injection = { target: { tabId, allFrames: true }, files: [file], world } as Scripting.ScriptInjection;
  try {
    return await browser.scripting.executeScript(injection);
  } catch {
    return null;
  }
}
