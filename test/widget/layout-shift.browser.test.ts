import '../../widget/index.ts';
import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';
import { FakePeer } from './fake-peer.ts';
import { painted } from './stage.ts';

const WIDTH = 900;
const GAP = 12;

/** Scores of the layout shifts that were not yet taken (Layout Instability, §4). */
class Shifts {
  #scores: number[] = [];
  readonly #observer = new PerformanceObserver((list) => this.#add(list.getEntries()));

  constructor() {
    this.#observer.observe({ type: 'layout-shift' });
  }

  async taken(): Promise<number[]> {
    await painted();
    this.#add(this.#observer.takeRecords());
    const scores = this.#scores;
    this.#scores = [];
    return scores;
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #add(entries: readonly PerformanceEntry[]): void {
    this.#scores.push(...entries.map((entry) => (entry as unknown as { value: number }).value));
  }
}

// Firefox tells none: there only the tiles' own places can be seen to stay.
const told = PerformanceObserver.supportedEntryTypes.includes('layout-shift');

const tiles = (call: Element): HTMLElement[] => [
  ...(call.shadowRoot
    ?.querySelector('metered-call-grid')
    ?.shadowRoot?.querySelectorAll<HTMLElement>('metered-call-tile') ?? []),
];

describe('those who come and go', () => {
  afterEach(() => {
    for (const element of document.querySelectorAll('metered-call, p')) element.remove();
  });

  for (const direction of ['ltr', 'rtl']) {
    it(`shift nothing of the page’s layout, reading ${direction}`, async () => {
      const call = document.createElement('metered-call');
      let peer: FakePeer | undefined;
      call.createPeer = (options) => (peer = new FakePeer(options)).asPeer();
      call.setAttribute('room', 'daily');
      call.setAttribute('api-key', 'pk_live_x');
      call.setAttribute('lobby', 'off');
      call.dir = direction;
      call.style.cssText = `inline-size: ${WIDTH}px; block-size: 500px`;
      const below = document.createElement('p');
      below.textContent = 'Below the call.';
      document.body.append(call, below);
      await call.join();
      await call.updateComplete;
      await painted();

      const shifts = told ? new Shifts() : null;
      const others = ['b', 'c', 'd', 'e', 'f'];
      for (const id of others) {
        peer?.welcome(id, { metadata: { displayName: id } });
        await call.updateComplete;
        if (shifts) equal((await shifts.taken()).join(), '', `when ${id} came`);
      }
      equal(tiles(call).length, others.length + 1);
      const corner = direction === 'ltr' ? 0 : WIDTH - 2 * GAP;
      for (const { offsetTop, offsetLeft, offsetWidth } of tiles(call)) {
        equal(offsetTop, 0);
        equal(Math.round(offsetLeft + (direction === 'ltr' ? 0 : offsetWidth)), corner);
      }
      if (!shifts) return;
      call.style.marginBlockStart = '40px';
      ok((await shifts.taken()).length > 0, 'a call that is moved is a shift: they are told here');
      shifts.stop();
    });
  }
});
