/** What a popup shows. */
export interface PopupSeen {
  readonly verdict: string;
  readonly watching: string;
  readonly findings: readonly string[];
  readonly gaps: readonly string[];
  readonly text: string;
}

/** A real browser with the built, unpacked extension, its toolbar and its popup. */
export interface Bench {
  /** Opens a page in the tab in front; the popup of the one before closes. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function's body in the page in front. Counts as a gesture in Chromium. */
  inPage<T>(body: string): Promise<T>;
  /** Clicks the toolbar button, and waits until the popup shows what `wanted` (of a PopupSeen, as code) says. */
  popup(wanted?: string, ms?: number): Promise<PopupSeen>;
  /** Presses a button of the open popup. */
  press(label: string): Promise<void>;
  /** Runs a function's body in a page of the extension, which is not in front. */
  inExtension<T>(body: string, ...args: unknown[]): Promise<T>;
  /** Gives or takes the permission for a host. */
  grant(pattern: string): Promise<void>;
  stop(): Promise<void>;
}

export interface BenchOptions {
  /** Sites that are watched from the start. */
  readonly watched?: readonly string[];
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
