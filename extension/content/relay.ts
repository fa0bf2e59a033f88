// Runs in the extension's own world of a watched page: takes what the hook recorded and passes it on.
import browser from 'webextension-polyfill';
import type { FromRelay, HookKind } from '../hops/messages.ts';
import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder } from '../hops/port.ts';
import { childOrigins } from './child-origins.ts';
import { Gate } from './gate.ts';

const KEY = '__callDoctorRelay';
/** Whether the relay that was here first still has its extension. */
type World = typeof globalThis & { [KEY]?: () => boolean; callDoctorLate?: true };

/** Names this document, for as long as it lives: a page cannot know it. */
const page = crypto.randomUUID();
const gate = new Gate((dump) => tell({ type: 'recorded', page, dump, frames: childOrigins(document) }));
let hook: MessagePort | undefined;

/** False once the extension was updated or removed under this page. */
function isAlive(): boolean {
  try {
    return (browser.runtime.id as string | undefined) !== undefined;
  } catch {
    return false;
  }
}

/** Nobody listens any more, now or later: the page gets back what is its own. */
function end(): void {
  order({ type: 'stop' });
  hook?.close();
  window.removeEventListener(OFFER, take);
  window.removeEventListener('pageshow', comeBack);
}

function tell(message: FromRelay): void {
  const failed = (): void => {
    if (!isAlive()) end();
  };
  try {
    browser.runtime.sendMessage(message).catch(failed);
  } catch {
    failed();
  }
}

function order(message: HookOrder): void {
  hook?.postMessage(message);
}

function begin(): void {
  const kind: HookKind = (globalThis as World).callDoctorLate ? 'late' : 'start';
  tell({ type: 'page', page, hook: kind, frames: childOrigins(document) });
}

function comeBack({ persisted }: PageTransitionEvent): void {
  if (persisted) begin();
}

function take(event: Event): void {
  const { ports } = event as MessageEvent;
  if (hook || !ports[0]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  hook = ports[0];
  hook.onmessage = ({ data }: MessageEvent<unknown>) => gate.take(data);
}

if (!(globalThis as World)[KEY]?.()) {
  (globalThis as World)[KEY] = isAlive;
  window.addEventListener(OFFER, take);
  window.dispatchEvent(new Event(WANTED));
  browser.runtime.onMessage.addListener((message: unknown) => {
    const given = message as HookOrder;
    if (given.type === 'send') {
      begin();
      order(given);
    } else if (given.type === 'highlight' || given.type === 'stop') order(given);
    // What was asked of a document is not done in the one that has taken its place.
    else if (given.type === 'probe' && given.page === page) order(given);
  });
  window.addEventListener('pageshow', comeBack);
  begin();
}
