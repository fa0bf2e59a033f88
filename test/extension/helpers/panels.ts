import { NOTHING, READ_PANEL, watch, type OpenPanel, type PanelSeen } from './bench.ts';
import type { Turns } from './turns.ts';

const PATIENCE_MS = 45_000;

/** Runs a function's body in a page of the extension. */
type InExtension = <T>(body: string, ...args: unknown[]) => Promise<T>;

/** The tab that shows an address. */
export const FIND_TAB = `return (await chrome.tabs.query({})).find(({ url }) => url?.split('#')[0] === args[0].split('#')[0]).id;`;
const FIND = `const panel = chrome.extension.getViews({ type: 'tab' })
  .find(({ location }) => location.pathname === '/panel.html' && location.search === '?tab=' + args[0]);`;

/**
 * Opens the panel for the tab that shows an address, in a window of its own as “Full view” does, and closes it at the end.
 * @param screen Whose turn it is to open and close windows.
 */
export async function withPanel<T>(
  inExtension: InExtension,
  screen: Turns,
  address: string,
  use: (panel: OpenPanel) => Promise<T>,
): Promise<T> {
  const tab = await inExtension<number>(FIND_TAB, address);
  const window = await screen.take(() =>
    inExtension<number>(
      `return (await chrome.windows.create({ url: 'panel.html?tab=' + args[0], width: 1100, height: 800 })).id;`,
      tab,
    ),
  );
  try {
    return await use({
      until: (wanted, ms = PATIENCE_MS) =>
        watch<PanelSeen>(
          () =>
            inExtension(
              `${FIND}
               const seen = (panel && (${READ_PANEL})(panel.document)) || ${JSON.stringify(NOTHING)};
               return { seen, good: (({ source, findings, severities, text }) => Boolean(${wanted}))(seen) };`,
              tab,
            ),
          ms,
        ),
      run: <R>(body: string, ...given: unknown[]) =>
        inExtension<R>(
          `${FIND} return (async (panel, ...args) => { ${body} })(panel, ...args.slice(1));`,
          tab,
          ...given,
        ),
    });
  } finally {
    await screen.take(() => inExtension(`await chrome.windows.remove(args[0]);`, window));
  }
}
