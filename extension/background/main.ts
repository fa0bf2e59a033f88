import browser from 'webextension-polyfill';
import type { Runtime } from 'webextension-polyfill';
import { parseFromRelay } from '../hops/messages.ts';
import type { FromFace, FromRelay, TabView, ToRelay } from '../hops/messages.ts';
import { MAX_RECORDED } from '../hops/port.ts';
import type { Presence } from '../hops/surroundings.ts';
import { isGranted } from '../faces/sites.ts';
import { showBadge } from './badge.ts';
import { presencesIn } from './presences.ts';
import { injectLate, register } from './registration.ts';
import { originOf, siteOf } from './senders.ts';
import { shelf } from './shelf.ts';
import { Tabs } from './tabs.ts';

/** Looking through everything that is kept costs, and a worker is started often. */
const TIDY_EVERY_MS = 60 * 60 * 1_000;

const tabs = new Tabs(runOfBrowser(), shelf, async (tab) => {
  const { incognito } = await browser.tabs.get(tab).catch(() => ({ incognito: true }));
  return incognito;
});

/** The same for as long as the browser runs, however often this worker is started. */
async function runOfBrowser(): Promise<string> {
  const { run } = await browser.storage.session.get('run');
  if (typeof run === 'string') return run;
  const made = crypto.randomUUID();
  await browser.storage.session.set({ run: made });
  return made;
}

async function tidy(): Promise<void> {
  const { tidiedAt } = await browser.storage.session.get('tidiedAt');
  if (typeof tidiedAt === 'number' && Date.now() - tidiedAt < TIDY_EVERY_MS) return;
  await browser.storage.session.set({ tidiedAt: Date.now() });
  await tabs.tidy();
}

function order(tab: number, frame: number | undefined, message: ToRelay): Promise<void> {
  const options = frame === undefined ? undefined : { frameId: frame };
  // Nobody listens in a page without a relay.
  return browser.tabs.sendMessage(tab, message, options).then(
    () => undefined,
    () => undefined,
  );
}

async function fromRelay(
  message: FromRelay,
  tab: number,
  frame: number,
  sender: Runtime.MessageSender,
): Promise<void> {
  const { page } = message;
  const watched = await isGranted(siteOf(sender));
  const store = await tabs.of(tab);
  if (!watched) {
    void order(tab, frame, { type: 'stop', page });
    store.leave(page);
  } else if (message.type === 'page')
    store.begin({ page, frame, origin: originOf(sender), since: message.since }, Date.now());
  else {
    const became = store.record(page, message.dump, Date.now());
    // Forgotten meanwhile, or said while nobody wrote it down.
    if (became !== 'kept') void order(tab, frame, { type: 'send', all: true });
    if (became === 'unknown') return;
  }
  await showBadge(tab, store.current);
  await tabs.changed(tab);
}

/** The documents of a tab's newest page that are there now. */
async function presencesOf(tab: number): Promise<ReadonlyMap<string, Presence>> {
  return presencesIn(tab, (await tabs.of(tab)).frames);
}

async function fromFace(message: FromFace): Promise<TabView | undefined> {
  switch (message.type) {
    case 'tab': {
      const there = await presencesOf(message.tab);
      return (await tabs.of(message.tab)).view(message.have, there);
    }
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
    case 'forget-earlier': {
      const there = await presencesOf(message.tab);
      (await tabs.of(message.tab)).forgetEarlier(there);
      await tabs.changed(message.tab);
      return undefined;
    }
    case 'forget':
      await tabs.forgetAll();
      return undefined;
  }
}

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  if (sender.id !== browser.runtime.id) return undefined;
  if (sender.url?.startsWith(browser.runtime.getURL(''))) return fromFace(message as FromFace);
  const { tab, frameId } = sender;
  const said = parseFromRelay(message, MAX_RECORDED);
  if (!said || tab?.id === undefined || frameId === undefined) return undefined;
  void fromRelay(said, tab.id, frameId, sender);
  return undefined;
});

browser.tabs.onRemoved.addListener((tab) => void tabs.forget(tab));

browser.permissions.onAdded.addListener(() => void register());
browser.permissions.onRemoved.addListener(() => {
  void register();
  void stopWhereRevoked();
});

/** Documents that were watched go on by themselves: each says where it is, and is told to stop if that is not granted any more. */
async function stopWhereRevoked(): Promise<void> {
  for (const { id } of await browser.tabs.query({}))
    if (id !== undefined) void order(id, undefined, { type: 'send', all: false });
}

browser.runtime.onInstalled.addListener(() => void register());
browser.runtime.onStartup.addListener(() => void register());
void tidy();
