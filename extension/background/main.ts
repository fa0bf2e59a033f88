import browser from 'webextension-polyfill';
import type { Runtime, Tabs as BrowserTabs } from 'webextension-polyfill';
import { parseFromRelay } from '../hops/messages.ts';
import type { FromFace, FromRelay, TabView, ToRelay } from '../hops/messages.ts';
import { MAX_RECORDED } from '../hops/port.ts';
import type { There } from '../recordings/navigation.ts';
import { isGranted } from '../faces/sites.ts';
import { Badges } from './badge.ts';
import { presencesIn } from './presences.ts';
import { injectLate, register } from './registration.ts';
import { originOf, siteOf } from './senders.ts';
import { forgotten, shelf } from './shelf.ts';
import { Tabs } from './tabs.ts';

/** Looking through everything that is kept costs, and a worker is started often. */
const TIDY_EVERY_MS = 60 * 60 * 1_000;

const tabs = new Tabs(runOfBrowser(), shelf, forgotten, async (tab) => {
  const { incognito } = await browser.tabs.get(tab).catch(() => ({ incognito: true }));
  return incognito;
});
const badges = new Badges(async (tab) => (await tabs.of(tab)).dumpsOf(await presencesOf(tab, false)));

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
  } else if (message.type === 'page') {
    const source = { page, frame, origin: originOf(sender), since: message.since };
    if (store.begin(source, Date.now()) === 'full') {
      store.makeRoom(await presencesOf(tab, false));
      store.begin(source, Date.now());
    }
  } else {
    const became = store.record(page, message.dump, Date.now());
    // Forgotten meanwhile, or said while nobody wrote it down.
    if (became === 'unknown' || became === 'incomplete') void order(tab, frame, { type: 'send', all: true });
    if (became === 'outdated') void order(tab, frame, { type: 'anew', page });
    if (became !== 'kept' && became !== 'incomplete') return;
  }
  void badges.changed(tab);
  await tabs.changed(tab);
}

/** The documents of a tab's newest page that are there now. */
async function presencesOf(tab: number, around: boolean): Promise<There> {
  const store = await tabs.of(tab);
  const { answered, late } = await presencesIn(tab, store.frames, around);
  // What the tab shows is told of sites that are watched.
  const { url } = late.length > 0 ? await tabNow(tab) : {};
  return store.standing(answered, late, originOf({ url }));
}

/** Nothing of a tab that is closed. */
const tabNow = (tab: number): Promise<Partial<BrowserTabs.Tab>> => browser.tabs.get(tab).catch(() => ({}));

async function fromFace(message: FromFace): Promise<TabView | null | undefined> {
  switch (message.type) {
    case 'tab': {
      if ((await tabNow(message.tab)).id === undefined) return null;
      const there = await presencesOf(message.tab, true);
      const store = await tabs.of(message.tab);
      store.makeRoom(there);
      return store.view(message.have, there);
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
      const there = await presencesOf(message.tab, false);
      (await tabs.of(message.tab)).forgetEarlier(there);
      await tabs.changed(message.tab);
      return undefined;
    }
    case 'forget':
      await tabs.forgetAll(Date.now());
      await askEverybody();
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
  void askEverybody();
});

/**
 * Documents that are watched go on by themselves: each says where it is and what it has, and is told to stop where that is not granted any
 * more, or to begin anew where that was to be forgotten.
 */
async function askEverybody(): Promise<void> {
  for (const { id } of await browser.tabs.query({}))
    if (id !== undefined) void order(id, undefined, { type: 'send', all: false });
}

browser.runtime.onInstalled.addListener(() => void register());
browser.runtime.onStartup.addListener(() => void register());
void tidy();
