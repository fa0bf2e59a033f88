// Runs in the extension's own world of a watched page: takes what the hook recorded and passes it on.
import browser from 'webextension-polyfill';
import type { FromRelay, HookKind } from '../hops/messages.ts';
import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder } from '../hops/port.ts';
import { childOrigins } from './child-origins.ts';
import { Gate } from './gate.ts';

const KEY = '__callDoctorRelay';
type World = typeof globalThis & { [KEY]?: true; callDoctorLate?: true };

/** Names this document, for as long as it lives: a page cannot know it. */
const page = crypto.randomUUID();
const gate = new Gate();
let hook: MessagePort | undefined;

function tell(message: FromRelay): void {
  try {
    void browser.runtime.sendMessage(message).catch(() => undefined);
  } catch {
    // The extension was updated or removed under this page: nobody is there to listen, now or later.
    order({ type: 'stop' });
    hook?.close();
  }
}

function order(message: HookOrder): void {
  hook?.postMessage(message);
}

function begin(): void {
  const kind: HookKind = (globalThis as World).callDoctorLate ? 'late' : 'start';
  tell({ type: 'page', page, hook: kind, frames: childOrigins(document) });
}

function take(event: Event): void {
  const { ports } = event as MessageEvent;
  if (hook || !ports[0]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  hook = ports[0];
  hook.onmessage = ({ data }: MessageEvent<unknown>) => {
    const dump = gate.pass(data, Date.now());
    if (dump !== undefined) tell({ type: 'recorded', page, dump, frames: childOrigins(document) });
  };
}

if (!(globalThis as World)[KEY]) {
  (globalThis as World)[KEY] = true;
  window.addEventListener(OFFER, take);
  window.dispatchEvent(new Event(WANTED));
  browser.runtime.onMessage.addListener((message: unknown) => {
    const { type } = message as HookOrder;
    if (type === 'send') {
      begin();
      order(message as HookOrder);
    } else if (type === 'highlight' || type === 'stop') order(message as HookOrder);
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) begin();
  });
  begin();
}
