// Runs in the page once the element is there: finds things as a person names them.
export interface PersonInPage {
  find(role: string, name: string): Element | null;
  reads(text: string): boolean;
  /** Widths of what matches, in pixels, in the order of the document. */
  widths(selector: string): number[];
}

declare global {
  interface Window {
    readonly person: PersonInPage;
  }
}

const SELECTORS: Record<string, string> = {
  button: 'button',
  textbox: 'input:not([type=checkbox], [type=radio], [type=file]), textarea',
  combobox: 'select',
  checkbox: 'input[type=checkbox]',
  radio: 'input[type=radio]',
  link: 'a[href]',
  meter: '[role=meter]',
  summary: 'summary',
};

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The accessible name as far as our own markup needs it: `aria-label`, label, then text. */
function nameOf(element: Element): string {
  const label = element.closest('label');
  const own = label ? (label.querySelector('span') ?? label).textContent : element.textContent;
  return plain(element.getAttribute('aria-label') ?? own);
}

function within(root: ShadowRoot, text: string): boolean {
  return [...root.querySelectorAll('*')].some((element) => {
    if (element.shadowRoot && within(element.shadowRoot, text)) return true;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const words = own.map((node) => node.textContent ?? '').join('');
    return plain(words).includes(text) && element.checkVisibility();
  });
}

const person: PersonInPage = {
  find: (role, name) =>
    window.prepared
      .deep(SELECTORS[role] ?? role)
      .find((element) => nameOf(element) === name && element.checkVisibility()) ?? null,
  reads(text) {
    const root = window.prepared.call()?.shadowRoot;
    return root ? within(root, text) : false;
  },
  widths: (selector) =>
    window.prepared.deep(selector).map((e) => Math.round(e.getBoundingClientRect().width)),
};

Object.defineProperty(window, 'person', { value: person });
