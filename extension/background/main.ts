import browser from 'webextension-polyfill';
import type { Runtime } from 'webextension-polyfill';
import { parseFromRelay } from '../hops/messages.ts';
import type { FromFace, FromRelay, TabView, ToRelay } from '../hops/messages.ts';
import { MAX_RECORDED } from '../hops/port.ts';
import { isGranted } from '../faces/sites.ts';
import { showBadge } from './badge.ts';
import { injectLate, register } from './registration.ts';
import { Tabs } from './tabs.ts';

const tabs = new Tabs(runOfBrowser());

/** The same for as long as the browser runs, however often this worker is started. */
async function runOfBrowser(): Promise<string> {
  const { run } = await browser.storage.session.get('run');
  if (typeof run === 'string') return run;
  const made = crypto.randomUUID();
  await browser.storage.session.set({ run: made });
  return made;
}

function order(tab: number, frame: number | undefined, message: ToRelay): Promise<void> {
  const options = frame === undefined ? undefined : { frameId: frame };
  // Nobody listens in a page without a relay.
  return browser.tabs.sendMessage(tab, message, options).then(
    () => undefined,
    () => undefined,
  );
}

async function fromRelay(message: FromRelay, tab: number, frame: number): Promise<void> {
  const store = await tabs.of(tab);
  const { page, frames } = message;
  if (message.type === 'page') store.begin({ page, frame }, message.hook, frames, Date.now());
  else {
    const became = store.record({ page, frame }, message.dump, frames, Date.now());
    // Forgotten meanwhile, or said while nobody wrote it down.
    if (became !== 'kept') void order(tab, frame, { type: 'send', all: true });
    if (became === 'unknown') return;
  }
  await showBadge(tab, store.current);
  await tabs.changed(tab);
}

async function fromFace(message: FromFace): Promise<TabView | undefined> {
  switch (message.type) {
    case 'tab':
      return (await tabs.of(message.tab)).view(message.have);
    case 'refresh':
      // Not awaited: in Firefox a page of the browser itself leaves the question open for ever.
      void order(message.tab, undefined, { type: 'send', all: message.all });
      return undefined;
    case 'register':
      await register();
      return undefined;
    case 'watch-now':
      await injectLate(message.tab);
      return undefined;
    case 'highlight': {
      const frame = (await tabs.of(message.tab)).frameOf(message.page);
      if (frame !== undefined) await order(message.tab, frame, { type: 'highlight', stream: message.stream });
      return undefined;
    }
    case 'probe': {
      const { tab, page, probe } = message;
      const frame = (await tabs.of(tab)).frameOf(page);
      if (frame !== undefined) await order(tab, frame, { type: 'probe', page, probe });
      return undefined;
    }
    case 'forget':
      if (message.tab === null) await tabs.forgetAll();
      else await tabs.forget(message.tab);
      return undefined;
  }
}

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  if (sender.id !== browser.runtime.id) return undefined;
  if (sender.url?.startsWith(browser.runtime.getURL(''))) return fromFace(message as FromFace);
  const { tab, frameId } = sender;
  const said = parseFromRelay(message, MAX_RECORDED);
  if (!said || tab?.id === undefined || frameId === undefined) return undefined;
  void fromRelay(said, tab.id, frameId);
  return undefined;
});

browser.tabs.onRemoved.addListener((tab) => void tabs.forget(tab));

browser.permissions.onAdded.addListener(() => void register());
browser.permissions.onRemoved.addListener(() => {
  void register();
  void stopWhereRevoked();
});

/** Pages that were watched go on by themselves: each is told to stop if its site is no longer granted. */
async function stopWhereRevoked(): Promise<void> {
  for (const { id, url } of await browser.tabs.query({})) {
    // An address is told where a site is granted, or for as long as the popup was opened on the page.
    const granted = url !== undefined && (await isGranted(url));
    if (id !== undefined && !granted) void order(id, undefined, { type: 'stop' });
  }
}

browser.runtime.onInstalled.addListener(() => void register());
browser.runtime.onStartup.addListener(() => {
  void register();
  void tabs.tidy();
});
