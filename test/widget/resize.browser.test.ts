import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';
import { clear, inside, make, peer, show } from './stage.ts';

/** Two frames: what a first one has changed is measured in the second. */
const painted = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));

describe('a call whose size changes', () => {
  afterEach(clear);

  // A page's own `error` listener hears of measures that change what they measure (Resize Observer, §3.4.6).
  it('raises no error in the page', async () => {
    const heard: string[] = [];
    const hear = (event: ErrorEvent): void => void heard.push(event.message);
    addEventListener('error', hear);
    const call = await show(make({ lobby: 'off' }));
    call.style.cssText = 'inline-size: 1000px; block-size: 500px';
    await call.join();
    for (const id of ['b', 'c', 'd', 'e', 'f']) peer.welcome(id, { metadata: { displayName: id } });
    await call.updateComplete;
    await painted();
    const wide = inside(call, 'metered-call-control-bar').offsetHeight;
    ok(wide > 0);
    for (const size of ['700px', '500px', '400px', '320px', '240px', '320px', '600px', '1000px']) {
      call.style.inlineSize = size;
      await painted();
    }
    removeEventListener('error', hear);
    equal(heard.join('; '), '');
  });
});
