// Runs in the extension's own world of a watched page: takes what the hook recorded and passes it on.
import browser from 'webextension-polyfill';
import { nonce } from '../../core/util/nonce.ts';
import type { FromRelay, ToRelay } from '../hops/messages.ts';
import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder } from '../hops/port.ts';
import type { Presence } from '../hops/surroundings.ts';
import { Gate } from './gate.ts';
import { surroundingsOf } from './surroundings.ts';

const KEY = '__callDoctorRelay';
/** Whether the relay that was here first still works for its extension. */
type World = typeof globalThis & { [KEY]?: () => boolean };

/** Names this document, for as long as it lives: a page cannot know it. */
const page = nonce();
const gate = new Gate((dump) => tell({ type: 'recorded', page, dump }));
let hook: MessagePort | undefined;
let state: 'waiting' | 'working' | 'ended' = 'waiting';

/** False once the extension was updated or removed under this page. */
function isAlive(): boolean {
  try {
    return (browser.runtime.id as string | undefined) !== undefined;
  } catch {
    return false;
  }
}

/** Nobody listens any more, or nobody may: the page gets back what is its own. */
function end(): void {
  order({ type: 'stop' });
  state = 'ended';
  hook?.close();
  window.removeEventListener(OFFER, take);
  window.removeEventListener('pageshow', comeBack);
}

function tell(message: FromRelay): void {
  if (state !== 'working') return;
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

const begin = (): void => tell({ type: 'page', page, since: performance.timeOrigin });

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

function obey(message: unknown): Promise<Pick<Presence, 'page'>> | undefined {
  if (state !== 'working') return undefined;
  const given = message as ToRelay;
  switch (given.type) {
    case 'who':
      return Promise.resolve(given.around ? { page, ...surroundingsOf(window) } : { page });
    case 'send':
      begin();
      order(given);
      return undefined;
    case 'highlight':
      order(given);
      return undefined;
    // What was asked of a document is not done in the one that has taken its place.
    case 'probe':
      if (given.page === page) order(given);
      return undefined;
    case 'anew':
      if (given.page === page) order({ type: 'anew' });
      return undefined;
    case 'stop':
      if (given.page === page) end();
      return undefined;
  }
}

function work(): void {
  state = 'working';
  window.addEventListener('pageshow', comeBack);
  begin();
}

if (!(globalThis as World)[KEY]?.()) {
  (globalThis as World)[KEY] = () => state !== 'ended' && isAlive();
  window.addEventListener(OFFER, take);
  window.dispatchEvent(new Event(WANTED));
  browser.runtime.onMessage.addListener(obey);
  // A page that Chrome makes ready before anybody goes there looks like a frame of the one that is shown, and may never be seen.
  if (!(document as { prerendering?: boolean }).prerendering) work();
  else
    document.addEventListener(
      'prerenderingchange',
      () => {
        work();
        order({ type: 'send', all: true });
      },
      { once: true },
    );
}
