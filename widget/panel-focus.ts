import type { PanelName } from './attributes.ts';

/** Where the focus goes once panel `now` has taken the place of `before`: into it, or back to the button of the closed one. */
export function panelFocus(
  root: ParentNode,
  before: PanelName | null,
  now: PanelName | null,
): HTMLElement | null {
  const find = (within: ParentNode | null | undefined, selector: string): HTMLElement | null =>
    within?.querySelector<HTMLElement>(selector) ?? null;
  const bar = root.querySelector('metered-call-control-bar')?.shadowRoot;
  switch (now) {
    case null:
      return (
        find(bar, `[data-control="${before ?? ''}"]`) ??
        find(bar, '[data-control="more"]') ??
        find(root, '[data-focus]')
      );
    case 'more':
      return find(bar, '.menu button');
    case 'chat':
      return find(root, 'metered-call-chat');
    default:
      return find(root, 'metered-call-panel');
  }
}
