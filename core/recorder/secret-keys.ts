import type { PageWindow } from './natives.ts';

/** Unmistakable anywhere; in the attribute of a custom element, anything that begins like a secret key. */
const SECRET_KEY = /\bsk_(?:live|test|secret|id)_[\w-]{4,}/;
const ANY_SECRET = /\bsk_[\w-]{4,}/;
const MAX_FOUND = 20;
/** A search of the whole document is not repeated within this time. */
const FRESH_MS = 2_000;

const found = new WeakMap<PageWindow, { readonly at: number; readonly keys: readonly string[] }>();

/** Where in the page secret keys stand, in words; never what they are. */
export function findSecretKeys(window: PageWindow): readonly string[] {
  const known = found.get(window);
  const at = performance.now();
  if (known && at - known.at < FRESH_MS) return known.keys;
  const keys = search(window);
  found.set(window, { at, keys });
  return keys;
}

function search({ document, location, XPathResult }: PageWindow): string[] {
  const places: string[] = [];
  if (SECRET_KEY.test(location.href)) places.push('address of the page');
  // The browser's own search: far faster than walking every attribute of a large page.
  const hits = document.evaluate(
    '//@*[contains(., "sk_")] | //script[not(@src)][contains(., "sk_")]',
    document,
    null,
    XPathResult.ORDERED_NODE_ITERATOR_TYPE,
  );
  for (let node = hits.iterateNext(); node && places.length < MAX_FOUND; node = hits.iterateNext()) {
    const { ownerElement, value, name } = node as Partial<Attr>;
    if (ownerElement) {
      const tag = ownerElement.localName;
      if ((tag.includes('-') ? ANY_SECRET : SECRET_KEY).test(value ?? ''))
        places.push(`attribute ${name ?? ''} of <${tag}>`);
    } else if (SECRET_KEY.test(node.textContent ?? '')) places.push('script in the page');
  }
  return [...new Set(places)];
}
