import { attributesModule, eventListenersModule, h, init, propsModule } from 'snabbdom';
import type { VNode, VNodeChildElement } from 'snabbdom';

export type Child = VNodeChildElement;

const patch = init([attributesModule, propsModule, eventListenersModule]);

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Given {
  readonly attrs?: Attributes;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  readonly key?: string | number;
  /** Called once the element is in the document, with every update after, and when it goes. */
  readonly hook?: {
    readonly insert?: (vnode: VNode) => void;
    readonly postpatch?: (before: VNode, now: VNode) => void;
    readonly destroy?: (vnode: VNode) => void;
  };
}

/** An element; children that are texts stay texts. */
export function el(tag: string, given: Given | null, ...children: (Child | readonly Child[])[]): VNode {
  const { attrs = {}, on = {}, key, hook } = given ?? {};
  const present = Object.fromEntries(
    Object.entries(attrs).filter(
      (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
    ),
  );
  return h(
    tag,
    { attrs: present, on, ...(key === undefined ? {} : { key }), ...(hook ? { hook } : {}) },
    children.flat<(Child | readonly Child[])[]>().filter((child) => child !== null && child !== undefined),
  );
}

/** Draws into an element again and again, touching only what has changed: focus and scrolling stay. */
export function renderer(container: Element): (content: VNode) => void {
  let before: VNode | Element = container;
  return (content) => {
    before = patch(before, content);
  };
}

export function button(label: string, press: () => void, attrs: Attributes = {}): VNode {
  return el('button', { attrs: { type: 'button', ...attrs }, on: { click: press } }, label);
}
