import browser from 'webextension-polyfill';
import type { Scripting } from 'webextension-polyfill';

const IDS = ['relay', 'hook'] as const;

let last: Promise<void> = Promise.resolve();

/** Registers the hook for every origin that was granted, and for no other. One after the other: the browser and a face may both ask. */
export function register(): Promise<void> {
  last = last.then(registerNow, registerNow);
  return last;
}

async function registerNow(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [...IDS] });
  const ids = known.map(({ id }) => id);
  if (origins.length === 0) {
    if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids });
    return;
  }
  const common = {
    matches: [...origins],
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: 'document_start',
    persistAcrossSessions: true,
  } as const;
  const scripts = [
    { ...common, id: 'relay', js: ['relay.js'] },
    { ...common, id: 'hook', js: ['hook.js'], world: 'MAIN' },
  ] as unknown as Scripting.RegisteredContentScript[];
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids });
  await browser.scripting.registerContentScripts(scripts);
}

/** Begins to record in a page that is there already. */
export async function injectLate(tabId: number): Promise<void> {
  const target = { tabId, allFrames: true };
  await browser.scripting.executeScript({ target, files: ['relay.js'] });
  await browser.scripting.executeScript({
    target,
    files: ['late-hook.js'],
    world: 'MAIN',
  } as unknown as Scripting.ScriptInjection);
}
