import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Environment } from '../../core/recorder/environment.ts';
import type { Recording } from '../../core/recorder/recorder.ts';
import { OFFER, WANTED } from '../../extension/hops/port.ts';
import type { Recorded } from '../../extension/hops/port.ts';
import { offerPort } from '../../extension/page/offer-port.ts';
import { Sender } from '../../extension/page/sender.ts';
import { parseDump } from '../../extension/recordings/parse-dump.ts';
import { partOf, RECORDED, timesOf } from './helpers/recorded-call.ts';

/** A window with a place for a relay: in Node.js nobody can take an event with a port. */
class Page extends EventTarget {
  relay: ((port: MessagePort | undefined) => void) | undefined;

  override dispatchEvent(event: Event): boolean {
    if (event.type !== OFFER) return super.dispatchEvent(event);
    this.relay?.((event as MessageEvent).ports[0]);
    return this.relay === undefined;
  }
}

it('keeps nothing ready in the page until somebody takes it, and then says everything once', async () => {
  const window = new Page();
  let change = (): void => undefined;
  let asked = 0;
  let environment = Promise.resolve<Environment>(RECORDED.environment);
  const recording: Recording = {
    snapshot({ samples = Infinity } = {}) {
      return partOf(RECORDED, samples === Infinity ? 0 : -samples || Infinity).trace;
    },
    environment() {
      asked += 1;
      return environment;
    },
    onChange(listener) {
      change = listener;
      return () => undefined;
    },
    watch: () => undefined,
    probed: () => undefined,
    stop: () => undefined,
  };
  const port = offerPort(
    window as unknown as Window,
    () => undefined,
    () => void sender.send(true),
  );
  const posted: Recorded[] = [];
  const sender = new Sender(recording, {
    get taken() {
      return port.taken;
    },
    post(message) {
      posted.push(message);
      port.post(message);
    },
  });
  for (let i = 0; i < 3; i += 1) await sender.send(i === 1);
  await environment;
  change();
  assert.ok(asked > 0, 'nobody looked');
  assert.equal(posted.length, 0);
  assert.ok(sender.read(10).length > 0, 'the developer tools see nothing');

  // A relay comes while something is under way.
  let known = (_: Environment): void => undefined;
  environment = new Promise((done) => (known = done));
  const under = sender.send(false);
  const heard = new Promise<Recorded>((done) => {
    window.relay = (end) => {
      if (end) end.onmessage = ({ data }: MessageEvent<Recorded>) => done(data);
    };
  });
  window.dispatchEvent(new Event(WANTED));
  window.dispatchEvent(new Event(WANTED));
  known(RECORDED.environment);
  await under;
  assert.equal(posted.length, 1);
  assert.deepEqual(await heard, posted[0]);
  assert.deepEqual(timesOf(parseDump(posted[0]?.dump ?? '')), timesOf(RECORDED));
  await sender.send(false);
  assert.equal(posted.length, 2);
  assert.ok(timesOf(parseDump(posted[1]?.dump ?? '')).length < timesOf(RECORDED).length);
  port.close();
});
