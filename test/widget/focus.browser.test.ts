import { findingOf } from '../../widget/finding.ts';
import type { MeteredCall } from '../../widget/index.ts';
import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';
import { clear, CONTROL, inside, make, peer, reached, show, until } from './stage.ts';

const play = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play');

afterEach(async () => {
  if (play) Object.defineProperty(HTMLMediaElement.prototype, 'play', play);
  for (const one of document.querySelectorAll('body > input')) one.remove();
  await clear();
});

// Bar and tiles settle in the frame after the one in which they are made narrower. The browser tells the page so, and
// mocha takes that for a failure.
addEventListener(
  'error',
  (event) => {
    if (event.message.startsWith('ResizeObserver loop')) event.stopImmediatePropagation();
  },
  true,
);

const enter = async (attributes: Record<string, string> = {}, content = ''): Promise<MeteredCall> => {
  const call = make({ lobby: 'off', ...attributes });
  call.innerHTML = content;
  await show(call);
  await call.join();
  await call.updateComplete;
  return call;
};

/** What has the focus, in whichever shadow root it is. */
function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

const has = (call: MeteredCall, test: (element: Element) => boolean): Promise<void> =>
  until(call, () => {
    const element = focused();
    return element !== null && test(element);
  });
const hasView = (call: MeteredCall): Promise<void> => has(call, (e) => e.classList.contains('call'));

/** Something else of the page that has the focus. */
function field(): HTMLInputElement {
  const input = document.createElement('input');
  document.body.append(input);
  input.focus();
  return input;
}

/** As a press of Enter would: the focus is on what is pressed. */
function press(button: HTMLElement): void {
  button.focus();
  equal(focused(), button);
  button.click();
}

/** Bo's, drawn. */
async function tileOf(call: MeteredCall): Promise<HTMLElement> {
  const grid = inside(call, 'metered-call-grid');
  const find = (): HTMLElement | null | undefined => grid.shadowRoot?.querySelector('[data-tile=b]');
  await until(call, () => Boolean(find()?.shadowRoot?.querySelector('button')));
  return find() as HTMLElement;
}

const opened = async (call: MeteredCall, panel: string, part: string): Promise<HTMLElement> => {
  inside(call, ...CONTROL(panel)).click();
  await until(call, () => Boolean(call.shadowRoot?.querySelector(part)?.shadowRoot?.querySelector('button')));
  return inside(call, part);
};

describe('the menu of what does not fit', () => {
  const menu = (call: MeteredCall): Element | null | undefined =>
    inside(call, 'metered-call-control-bar').shadowRoot?.querySelector('.menu');
  const withMenu = async (): Promise<MeteredCall> => {
    const call = await enter();
    Object.assign(call.style, { width: '320px', height: '480px' });
    await until(call, () => call.shadowRoot?.querySelector('metered-call-control-bar') !== null);
    const bar = inside(call, 'metered-call-control-bar');
    await until(call, () => bar.shadowRoot?.querySelector('[data-control=more]') !== null);
    press(inside(bar, '[data-control=more]'));
    await has(call, (element) => element.closest('.menu') !== null);
    return call;
  };

  it('stays when somebody comes, and nobody’s focus is taken', async () => {
    const call = await withMenu();
    const input = field();
    peer.welcome('b', { hello: { displayName: 'Bo' } });
    await tileOf(call);
    await call.updateComplete;
    ok(menu(call));
    equal(focused(), input);
  });

  it('is closed by a click beside it, which keeps the focus that it gave', async () => {
    const call = await withMenu();
    const input = field();
    input.click();
    await until(call, () => !menu(call));
    equal(focused(), input);
  });

  it('is closed by its own button, and by what is chosen in it: that leaves the focus on the button', async () => {
    const call = await withMenu();
    const more = inside(call, ...CONTROL('more'));
    press(more);
    await until(call, () => !menu(call));
    equal(focused(), more);
    press(more);
    await has(call, (element) => element.closest('.menu') !== null);
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    press(inside(call, 'metered-call-control-bar', '.menu [data-control=screen]'));
    await has(call, (element) => element === more);
    equal(menu(call), null);
  });

  it('gives way to the panel that is chosen in it', async () => {
    const call = await withMenu();
    press(inside(call, 'metered-call-control-bar', '.menu [data-control=people]'));
    await has(call, (element) => element.localName === 'h2');
    equal(menu(call), null);
    ok(call.shadowRoot?.querySelector('[data-panel=people]'));
  });
});

describe('what goes with the focus on it', () => {
  it('gives it to the call when sound has been started', async () => {
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const call = await enter();
    const track = document.createElement('canvas').captureStream().getVideoTracks()[0];
    peer.welcome('b').emit('track', { track, streams: [new MediaStream(track ? [track] : [])] });
    await until(call, () => call.shadowRoot?.querySelector('[data-finding=autoplay-blocked]') !== null);
    HTMLMediaElement.prototype.play = () => Promise.resolve();
    press(inside(call, '[data-finding=autoplay-blocked]', 'button'));
    await hasView(call);
  });

  it('gives it to the next notice, and after the last one to the call', async () => {
    const call = await enter();
    peer.emit('error', { err: Object.assign(new Error('x'), { name: 'action_not_permitted' }) });
    await until(call, () => call.shadowRoot?.querySelector('metered-call-banner') !== null);
    const ask = { type: 'metered-call/report', op: 'ask', id: '1' };
    peer.welcome('b', { hello: { displayName: 'Bo' } });
    peer.emit('data', { senderPeerId: 'b', kind: 'direct', data: ask });
    await until(call, () => call.shadowRoot?.querySelector('[data-question]') !== null);
    press(inside(call, '[data-question]', '.quiet'));
    await has(call, (element) => element.closest('.row')?.querySelector('.close') !== null);
    press(inside(call, '[data-finding=send-not-permitted]', '.close'));
    await hasView(call);
  });

  it('gives it to what is beside it on a tile', async () => {
    const call = await enter();
    peer.welcome('b');
    const tile = (await tileOf(call)) as HTMLElement & { finding: unknown };
    tile.finding = findingOf({ code: 'remote-source-black' });
    await until(call, () => Boolean(tile.shadowRoot?.querySelector('metered-call-banner')));
    inside(tile, 'metered-call-banner', '.close').focus();
    tile.finding = null;
    await has(call, (element) => element.closest('.tools') !== null);
  });

  it('gives it to the call when somebody leaves', async () => {
    const call = await enter();
    const bo = peer.welcome('b');
    inside(await tileOf(call), '.tools button').focus();
    peer.emit('peer-left', { peer: bo });
    await hasView(call);
  });

  it('gives it to what takes its place in its row, or to the list', async () => {
    const call = await enter();
    peer.welcome('b', { hello: { displayName: 'Bo' } });
    const chat = await opened(call, 'chat', 'metered-call-chat');
    const offer = (transferId: string): void => {
      const answers = { accept: () => undefined, hold: () => undefined, decline: () => undefined };
      const about = { transferId, senderPeerId: 'b', name: `${transferId}.pdf`, size: 9, automatic: false };
      peer.emit('blob-offered', { offer: { ...about, ...answers } });
    };
    offer('one');
    offer('two');
    await until(call, () => chat.shadowRoot?.querySelectorAll('li .primary').length === 2);
    const row = inside(chat, 'li:last-child');
    press(inside(chat, 'li:last-child .primary'));
    await has(call, (element) => row.contains(element) && row.querySelector('progress') !== null);
    press(inside(chat, 'li:first-child .quiet'));
    await has(call, (element) => element.classList.contains('log'));
  });

  it('gives it to what comes behind it in a panel', async () => {
    const call = await enter();
    peer.welcome('b', { hello: { displayName: 'Bo' } });
    const report = await opened(call, 'report', 'metered-call-report');
    press(inside(report, '.other button'));
    const save = inside(report, '.about + .primary');
    await has(call, (element) => element === save);
  });

  it('gives it back to the button of the panel that is closed, and nowhere where it was not in it', async () => {
    const call = await enter();
    await opened(call, 'people', 'metered-call-roster');
    await has(call, (element) => element.localName === 'h2');
    press(inside(call, 'metered-call-panel', 'header button'));
    await has(call, (element) => element.getAttribute('data-control') === 'people');
    await opened(call, 'people', 'metered-call-roster');
    await has(call, (element) => element.localName === 'h2');
    const input = field();
    inside(call, ...CONTROL('people')).click();
    await until(call, () => call.shadowRoot?.querySelector('metered-call-panel') === null);
    await call.updateComplete;
    equal(focused(), input);
  });
});

describe('the keys', () => {
  const key = (call: MeteredCall, name: string): boolean =>
    inside(call, '.call').dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
    );

  it('do only what there is a control for', async () => {
    const call = await enter({ controls: 'chat leave' });
    for (const name of ['m', 'v', 's', 'p', 'd', 'l', 'f', '?'])
      ok(key(call, name), `${name} is left to the page`);
    await call.updateComplete;
    equal(call.participants[0]?.microphone, 'on');
    equal(call.layout, 'auto');
    equal(call.shadowRoot?.querySelector('metered-call-panel'), null);
    ok(!key(call, 'c'));
    await has(call, (element) => element.localName === 'textarea');
  });

  it('are listed as far as there is a control for them', async () => {
    const call = await enter({ controls: 'camera layout leave' });
    const view = await opened(call, 'layout', 'metered-call-options');
    equal(view.shadowRoot?.querySelectorAll('.key').length, 4);
  });

  it('open what has its button under More, and lead back to that', async () => {
    const call = await enter();
    Object.assign(call.style, { width: '320px', height: '480px' });
    const bar = inside(call, 'metered-call-control-bar');
    await until(call, () => bar.shadowRoot?.querySelector('[data-control=more]') !== null);
    key(call, 'd');
    await has(call, (element) => element.localName === 'h2');
    key(call, 'Escape');
    await has(call, (element) => element === inside(bar, '[data-control=more]'));
  });
});

describe('what the page has put into the call', () => {
  const leave = (call: MeteredCall): HTMLElement => call.querySelector('button') as HTMLElement;

  it('hands the focus on at the end', async () => {
    const call = await enter({}, '<button slot="controls-end">Hang up</button>');
    leave(call).addEventListener('click', () => void call.leave());
    press(leave(call));
    await reached(call, 'closed');
    await has(call, (element) => element.localName === 'h2');
  });

  it('hands it on when its slot is gone', async () => {
    const call = await enter({}, '<p slot="empty"><button>Invite</button></p>');
    leave(call).focus();
    peer.welcome('b');
    await hasView(call);
  });

  it('keeps it as long as it is shown', async () => {
    const call = await enter({}, '<button slot="header">Home</button>');
    leave(call).focus();
    await call.leave();
    await until(call, () => Boolean(call.shadowRoot?.querySelector('metered-call-card')?.shadowRoot));
    equal(focused(), leave(call));
  });

  it('nobody is called back who has moved on meanwhile', async () => {
    const call = await enter();
    let part = (): void => undefined;
    peer.close = () => new Promise((done) => (part = done));
    press(inside(call, ...CONTROL('leave')));
    await until(call, () => call.state === 'leaving' && focused() === document.body);
    const input = field();
    part();
    await until(call, () => Boolean(call.shadowRoot?.querySelector('metered-call-card')?.shadowRoot));
    await call.updateComplete;
    equal(focused(), input);
  });
});
