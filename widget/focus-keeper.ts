import type { ReactiveController, ReactiveElement } from 'lit';
import type { PanelName } from './attributes.ts';
import { panelFocus } from './panel-focus.ts';

/** Keeps the focus in the element when a panel, a notice or a whole view goes that had it. */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #panelNow: () => PanelName | null;
  #holder: Element | null = null;
  #panel: PanelName | null = null;
  /** Until there is something to give it to: between two views there is nothing for a while. */
  #lost = false;

  constructor(host: ReactiveElement, panelNow: () => PanelName | null) {
    this.#host = host;
    this.#panelNow = panelNow;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#holder = holderIn(this.#host);
  }

  hostUpdated(): void {
    const host = this.#host;
    const holder = this.#holder;
    const before = this.#panel;
    const now = (this.#panel = this.#panelNow());
    // What the page has put into a slot stays where it is when the slot goes.
    if (holder && !(holder.parentNode === host ? holder.assignedSlot : holder.isConnected)) this.#lost = true;
    if (!this.#lost) return;
    const place =
      (before !== now && panelFocus(host.renderRoot, before, now)) ||
      (holder?.localName === 'metered-call-banner' && nextNotice(host.renderRoot)) ||
      host.renderRoot.querySelector<HTMLElement>('[data-focus]');
    if (!place) return;
    this.#lost = false;
    // The part renders in its own update, which comes after this one.
    void Promise.resolve().then(() => {
      // Somebody may have moved on to something else of the page.
      if (document.activeElement === document.body || host.contains(activeBeside(host)))
        place.focus({ preventScroll: true });
    });
  }
}

/** One in which there is something to press. */
const nextNotice = (root: ParentNode): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('metered-call-banner')].find((one) =>
    one.shadowRoot?.querySelector('button'),
  );

const activeBeside = (host: Element): Element | null => (host.getRootNode() as Document).activeElement;

/** What has the focus: of the element's own tree, or of what the page has put into its slots. */
function holderIn(host: Element): Element | null {
  const active = activeBeside(host);
  if (active === host) return host.shadowRoot?.activeElement ?? null;
  return [...host.children].find((child) => child.contains(active)) ?? null;
}
