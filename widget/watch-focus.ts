/**
 * To be called before an update of `root`, and what it returns after it. Where the update has taken away what had the
 * focus, what is nearest takes it: in the same row or the list around it, else behind it, else before it. True: nothing does.
 */
export function watchFocus(root: ShadowRoot): () => boolean {
  const held = root.activeElement;
  if (!held) return () => false;
  const row = held.closest('li');
  const all = [...root.querySelectorAll<HTMLElement>('*')];
  const behind = all.slice(all.indexOf(held as HTMLElement));
  return () => {
    if (held.isConnected) return false;
    const near = row ? [...row.querySelectorAll<HTMLElement>('*'), row.parentElement] : [];
    return ![...near, ...behind, ...all.reverse()].some((one) => {
      if (!one || one.tabIndex < 0) return false;
      // What is hidden, off or gone does not take it.
      one.focus();
      return root.activeElement === one;
    });
  };
}
