import type { MeteredCall } from '../../widget/index.ts';
import '../../widget/index.ts';
import { next, ok } from '../helpers/bdd.ts';
import { FakePeer } from './fake-peer.ts';

/** The engine of the element that was made last. */
export let peer: FakePeer;

export const make = (
  attributes: Record<string, string> = {},
  prepare: (fake: FakePeer) => void = () => undefined,
): MeteredCall => {
  const call = document.createElement('metered-call');
  for (const [name, value] of Object.entries({ room: 'daily', 'api-key': 'pk_live_x', ...attributes })) {
    call.setAttribute(name, value);
  }
  call.createPeer = (options) => {
    peer = new FakePeer(options);
    prepare(peer);
    return peer.asPeer();
  };
  return call;
};

export const show = async (call: MeteredCall): Promise<MeteredCall> => {
  document.body.append(call);
  // False while an update has asked for another one.
  while (!(await call.updateComplete));
  return call;
};

export const inside = (root: Element, ...path: string[]): HTMLElement => {
  let at: Element = root;
  for (const selector of path) {
    const found: Element | null | undefined = at.shadowRoot?.querySelector(selector);
    ok(found, `${selector} was not found`);
    at = found;
  }
  return at as HTMLElement;
};

export const LOBBY_JOIN = ['metered-call-lobby', 'button[type=submit]'];
export const CONTROL = (name: string): string[] => ['metered-call-control-bar', `[data-control=${name}]`];
export const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
/** Resolves once what was changed has been painted, and what watches the painting was told. */
export const painted = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
export const reached = (call: MeteredCall, state: string): Promise<Event> =>
  next<CustomEvent<{ to: string }>>(call, 'call-state-change', (e) => e.detail.to === state);

/** The next snapshot for which `test` holds. */
export async function until(call: MeteredCall, test: () => boolean): Promise<void> {
  while (!test()) {
    await new Promise(requestAnimationFrame);
    await call.updateComplete;
  }
}

/** Takes every element out of the page, and waits until it has left its call. */
export async function clear(): Promise<void> {
  for (const call of document.querySelectorAll('metered-call')) call.remove();
  await task();
}
