import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';
import { clear, inside, make, painted, peer, show } from './stage.ts';

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
    const buttons: number[] = [];
    for (const size of ['700px', '500px', '320px', '240px', '320px', '600px', '1000px']) {
      call.style.inlineSize = size;
      await painted();
      const bar = inside(call, 'metered-call-control-bar').shadowRoot;
      buttons.push(bar?.querySelectorAll('.bar > [data-control]').length ?? 0);
    }
    ok(Math.min(...buttons) < Math.max(...buttons), `the bar follows: ${buttons.join()}`);
    removeEventListener('error', hear);
    equal(heard.join('; '), '');
  });
});
