import type { Page } from 'puppeteer-core';

/** What a popup shows. */
export interface PopupSeen {
  readonly verdict: string;
  readonly watching: string;
  readonly findings: readonly string[];
  readonly gaps: readonly string[];
  readonly text: string;
}

/** What a panel shows, in the view that is open. */
export interface PanelSeen {
  readonly source: string;
  readonly findings: readonly string[];
  /** The severity that each finding is shown with. */
  readonly severities: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A popup that is open. */
export interface OpenPopup {
  /** Waits until it shows what `wanted` (of a PopupSeen, as code) says; gives what it showed last, where it never does. */
  until(wanted: string, ms?: number): Promise<PopupSeen>;
  /** Presses one of its buttons. */
  press(label: string): Promise<void>;
}

/** The panel on a page, in a window of its own. */
export interface OpenPanel {
  /** As in OpenPopup, of a PanelSeen. */
  until(wanted: string, ms?: number): Promise<PanelSeen>;
  /** Runs a function's body in a page of the extension; `panel` is the panel's window. */
  run<T>(body: string, ...args: unknown[]): Promise<T>;
}

/** The panel in the developer tools of a page. */
export interface Devtools {
  /** As in OpenPopup, of a PanelSeen. */
  until(wanted: string, ms?: number): Promise<PanelSeen>;
  press(label: string): Promise<void>;
}

/** A page in a window of its own, since one behind another tab is hidden. */
export interface BenchPage {
  reload(): Promise<void>;
  /** Goes to another page in the same tab. */
  go(url: string): Promise<void>;
  /** To the page before. */
  back(): Promise<void>;
  /** The extension's number of its tab: of the first that shows this address, so that pages side by side need their own. */
  tab(): Promise<number>;
  /** Runs a function's body in the page. Counts as a gesture in Chromium. */
  run<T>(body: string): Promise<T>;
  /** Clicks the toolbar button; the popup is closed again at the end. */
  withPopup<T>(use: (popup: OpenPopup) => Promise<T>): Promise<T>;
  /** What the popup shows, once it shows what is wanted. */
  popup(wanted?: string, ms?: number): Promise<PopupSeen>;
  withPanel<T>(use: (panel: OpenPanel) => Promise<T>): Promise<T>;
  /** What the panel shows, once it shows what is wanted. */
  panel(wanted: string, ms?: number): Promise<PanelSeen>;
  /** Opens the developer tools on the panel; they close with the page. */
  devtools(): Promise<Devtools>;
  close(): Promise<void>;
}

/** A real browser with the built, unpacked extension, its toolbar and its popup. */
export interface Bench {
  /** @param hidden In a private window. */
  open(url: string, hidden?: boolean): Promise<BenchPage>;
  /** Runs a function's body in a page of the extension, which is not in front. */
  inExtension<T>(body: string, ...args: unknown[]): Promise<T>;
  /** Ends the background as the browser does when nothing happens. */
  sleep(): Promise<void>;
  /** Loads the extension again under the pages that are open. */
  update(): Promise<void>;
  /** A PNG of a page that is open: a file of the extension, or an address. Firefox leaves its size as it is. */
  picture(page: string, size?: { readonly width: number; readonly height: number }): Promise<Buffer>;
  /** A page of the extension that is open; in Chromium only. */
  extensionPage?(file: string): Promise<Page>;
  /** Gives the permission for a host. */
  grant(pattern: string): Promise<void>;
  stop(): Promise<void>;
}

export interface BenchOptions {
  /** Sites that are watched from the start. */
  readonly watched?: readonly string[];
  /** Of the browser's own menus; default English. */
  readonly language?: string;
}

/** In a popup's document: what it shows. */
export const READ_POPUP = `(document) => {
  const verdict = document.querySelector('[data-verdict]');
  const all = (name) => [...new Set([...document.querySelectorAll('[' + name + ']')].map((e) => e.getAttribute(name)))];
  return verdict && {
    verdict: verdict.getAttribute('data-verdict'),
    watching: document.querySelector('[data-watching]')?.getAttribute('data-watching') ?? '',
    findings: all('data-finding'),
    gaps: all('data-gap'),
    text: document.body.innerText,
  };
}`;

/** In a panel's document: what it shows. */
export const READ_PANEL = `(document) => {
  const found = [...document.querySelectorAll('[data-finding]')];
  return document.body && {
    source: document.querySelector('main')?.dataset.source ?? '',
    findings: [...new Set(found.map((e) => e.dataset.finding))],
    severities: Object.fromEntries(found.map((e) => [e.dataset.finding, e.dataset.severity ?? ''])),
    text: document.body.innerText,
  };
}`;

export const NOTHING: PopupSeen & PanelSeen = {
  verdict: '',
  watching: '',
  findings: [],
  gaps: [],
  text: 'nothing is open',
  source: '',
  severities: {},
};

/**
 * For a test that shares its browser with others, whose windows it has to wait for. What it looks for itself has a limit
 * of its own, and says what was seen.
 */
export const LIMIT = { timeout: 180_000 };

/** Opens a page, and closes it whatever happens. */
export async function onPage<T>(bench: Bench, url: string, use: (page: BenchPage) => Promise<T>): Promise<T> {
  const page = await bench.open(url);
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

/** What is on the icon of a tab, once there is something, or nothing any more. */
export const badgeOf = (bench: Bench, tab: number, shown: boolean): Promise<string> =>
  bench.inExtension<string>(
    `const end = Date.now() + 20000;
     for (;;) {
       const text = await chrome.action.getBadgeText({ tabId: args[0] });
       if ((text !== '') === args[1] || Date.now() > end) return text;
       await new Promise((done) => setTimeout(done, 100));
     }`,
    tab,
    shown,
  );

const LOOK_EVERY_MS = 200;

/** Looks again and again until `look` says that what it saw is what was wanted, or `ms` have passed; what it saw last. */
export async function watch<T>(
  look: () => Promise<{ readonly seen: T; readonly good: boolean }>,
  ms: number,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const { seen, good } = await look();
    if (good || performance.now() > end) return seen;
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}
