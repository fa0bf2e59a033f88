import browser from 'webextension-polyfill';
import type { Scripting } from 'webextension-polyfill';
import { parseInspected } from '../hops/inspected.ts';
import type { Inspected } from '../hops/inspected.ts';

/** A page that hangs never answers. */
const PATIENCE_MS = 3_000;

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
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
  try {
    const results = await Promise.race([browser.scripting.executeScript(injection), late]);
    // In Firefox a page of the browser itself gives a result that is nothing.
    return results?.filter((one: unknown) => one !== null && one !== undefined) ?? null;
  } catch {
    return null;
  }
}

/** Whether a page's own scripts may run in a frame: not in a sandbox without them, which Chrome tells nobody inside. */
export async function runsScripts(tabId: number, frameId: number): Promise<boolean> {
  const injection = { target: { tabId, frameIds: [frameId] }, func: () => true, world: 'MAIN' };
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
  try {
    const results = await Promise.race([
      browser.scripting.executeScript(injection as Scripting.ScriptInjection),
      late,
    ]);
    return results?.[0] === undefined || results[0].result === true;
  } catch {
    return true;
  }
}
