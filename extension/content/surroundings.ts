import { MAX_FRAMES, MAX_ORIGIN } from '../hops/surroundings.ts';
import type { Surroundings } from '../hops/surroundings.ts';

const MAX_WINDOWS = 200;
const MAX_DEPTH = 50;
/** Elements that are asked for a shadow root: the largest pages are not walked through every second. */
const MAX_ELEMENTS = 20_000;
const HOLDERS = 'iframe,frame,object,embed';
/** Frames of other extensions: no browser lets anybody look at them, and a page puts no call there. */
const OF_EXTENSION = /^[a-z-]+-extension:/;

type Holder = HTMLIFrameElement | HTMLFrameElement | HTMLObjectElement | HTMLEmbedElement;
interface OpensRoots {
  readonly chrome?: { readonly dom?: { openOrClosedShadowRoot?(element: Element): ShadowRoot | null } };
}

/** How the document of a window stands among the others of its page. */
export function surroundingsOf(window: Window & typeof globalThis): Surroundings {
  const { document } = window;
  const listed = [...document.querySelectorAll<Holder>(HOLDERS)];
  const hidden = shadowsOf(document).flatMap((root) => [...root.querySelectorAll<Holder>(HOLDERS)]);
  // A window counts its frames, whatever holds them, but for those in shadow trees.
  let unreached = Math.max(0, window.length - MAX_WINDOWS);
  for (let i = 0; i < Math.min(window.length, MAX_WINDOWS); i += 1) if (!reaches(window[i])) unreached += 1;
  unreached -= listed.filter((holder) => isOfExtension(holder) && isUnreached(holder)).length;
  unreached += hidden.filter((holder) => !isOfExtension(holder) && isUnreached(holder)).length;
  return {
    depth: depthOf(window),
    apart: window.parent !== window && !reaches(window.parent),
    scriptless: window.matchMedia('(scripting: none)').matches,
    unreached: Math.max(0, unreached),
    frames: originsOf([...listed, ...hidden], document),
  };
}

function depthOf(window: Window): number {
  let depth = 0;
  for (let at = window; at.parent !== at && depth < MAX_DEPTH; at = at.parent) depth += 1;
  return depth;
}

function reaches(window: Window | undefined): boolean {
  try {
    return Boolean(window?.document);
  } catch {
    return false;
  }
}

function isUnreached(holder: Holder): boolean {
  const inside = 'contentWindow' in holder ? holder.contentWindow : null;
  return inside !== null && !reaches(inside);
}

const addressOf = (holder: Holder): string => ('data' in holder ? holder.data : holder.src);
const isOfExtension = (holder: Holder): boolean => OF_EXTENSION.test(addressOf(holder));

/** Every shadow root in a document that lets itself be found. */
function shadowsOf(document: Document): ShadowRoot[] {
  const roots: ShadowRoot[] = [];
  let left = MAX_ELEMENTS;
  const visit = (tree: Document | ShadowRoot): void => {
    for (const element of tree.querySelectorAll('*')) {
      if (left <= 0) return;
      left -= 1;
      const root = shadowOf(element);
      if (!root) continue;
      roots.push(root);
      visit(root);
    }
  };
  visit(document);
  return roots;
}

/** An extension's own world may open closed ones too: Firefox by a property, Chrome by a call, which costs more. */
function shadowOf(element: Element): ShadowRoot | null {
  const opened = (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  const root = opened ?? element.shadowRoot;
  if (root || !element.localName.includes('-') || !(element instanceof HTMLElement)) return root;
  return (globalThis as OpensRoots).chrome?.dom?.openOrClosedShadowRoot?.(element) ?? null;
}

function originsOf(holders: readonly Holder[], { location, baseURI }: Document): string[] {
  const origins = new Set<string>();
  for (const holder of holders.slice(0, 500)) {
    const origin = originOf(addressOf(holder), baseURI);
    if (origin !== undefined && origin !== location.origin) origins.add(origin);
    if (origins.size >= MAX_FRAMES) break;
  }
  return [...origins];
}

function originOf(address: string, base: string): string | undefined {
  try {
    const { protocol, origin } = new URL(address, base);
    return /^https?:$/.test(protocol) && origin.length <= MAX_ORIGIN ? origin : undefined;
  } catch {
    return undefined;
  }
}
