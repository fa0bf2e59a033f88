import type { CallError, MeteredCall } from '../../widget/index.ts';
import '../../widget/index.ts';
import { afterEach, beforeEach, deepEqual, describe, equal, it, ok, rejects } from '../helpers/bdd.ts';
import { FakePeer } from './fake-peer.ts';

const refused = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'));
/** The tiles whose picture was asked for. */
let shown: (string | undefined)[] = [];

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

const host = (video: HTMLVideoElement): HTMLElement =>
  (video.getRootNode() as ShadowRoot).host as HTMLElement;

beforeEach(() => {
  shown = [];
  define(window, 'documentPictureInPicture', undefined);
  define(document, 'pictureInPictureEnabled', true);
  define(HTMLVideoElement.prototype, 'requestPictureInPicture', function (this: HTMLVideoElement) {
    shown.push(host(this).dataset.tile);
    return Promise.resolve();
  });
});

afterEach(async () => {
  for (const call of document.querySelectorAll('metered-call')) call.remove();
  await new Promise((resolve) => setTimeout(resolve));
});

async function enter(): Promise<MeteredCall> {
  let peer: FakePeer | undefined;
  const call = document.createElement('metered-call');
  Object.assign(call, { room: 'daily', apiKey: 'pk_live_x', lobby: 'off' });
  call.createPeer = (options) => (peer = new FakePeer(options)).asPeer();
  document.body.append(call);
  await call.join();
  for (const id of ['a', 'b']) peer?.welcome(id);
  while (!(await call.updateComplete));
  return call;
}

describe('picture in picture', () => {
  it('shows whom it was asked to show, and nobody in place of somebody unknown', async () => {
    const call = await enter();
    await call.requestPictureInPicture('b');
    await call.requestPictureInPicture(call.participants[0]?.id);
    deepEqual(shown, ['b', 'local']);
    const error = (await rejects(call.requestPictureInPicture('nobody'), 'CallError')) as CallError;
    equal(error.code, 'pip-unavailable');
    deepEqual(shown, ['b', 'local']);
  });

  it('shows a picture where a window of its own is refused', async () => {
    define(window, 'documentPictureInPicture', { requestWindow: refused });
    const call = await enter();
    await call.requestPictureInPicture();
    equal(shown.length, 1);
  });

  it('that does not open is told to whoever pressed the button', async () => {
    define(HTMLVideoElement.prototype, 'requestPictureInPicture', refused);
    const call = await enter();
    const grid = call.shadowRoot?.querySelector('metered-call-grid')?.shadowRoot;
    const tile = grid?.querySelector('[data-tile=b]')?.shadowRoot;
    const button = tile?.querySelector<HTMLElement>('[aria-label^="Picture in picture"]');
    ok(button, 'the tile has a button for it');
    button.click();
    const banner = (): Element | null | undefined => call.shadowRoot?.querySelector('[data-note]');
    while (!banner()?.shadowRoot?.textContent.includes('could not be opened'))
      await new Promise(requestAnimationFrame);
  });
});
