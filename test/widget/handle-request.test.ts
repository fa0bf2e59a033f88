import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handleRequest } from '../../widget/handle-request.ts';
import type { RequestTarget } from '../../widget/handle-request.ts';
import { Ui } from '../../widget/ui.ts';

const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A target that writes down what it is asked for. */
function stand(other: string | null) {
  const done: string[] = [];
  const note =
    (what: string) =>
    (...args: readonly unknown[]): Promise<void> => {
      done.push([what, ...args].join(' '));
      return Promise.resolve();
    };
  const target = {
    call: {
      own: { otherDevice: () => other },
      setDevice: note('set'),
      selectDevice: note('select'),
      reopenDevice: note('reopen'),
    },
    requestPictureInPicture: (id?: string) => Promise.reject(new Error(`no picture of ${id}`)),
    tell: note('tell'),
  } as unknown as RequestTarget;
  return { target, done };
}

test('a device that failed is replaced by another one, or asked for again, and never just turned on', () => {
  const { target, done } = stand('headset');
  handleRequest(target, { type: 'other-device', detail: 'microphone' });
  handleRequest(target, { type: 'reopen', detail: 'microphone' });
  assert.deepEqual(done, ['select microphone headset', 'reopen microphone']);
  const alone = stand(null);
  handleRequest(alone.target, { type: 'other-device', detail: 'microphone' });
  assert.deepEqual(alone.done, ['reopen microphone']);
});

test('whoever asked for picture in picture is told that it did not open', async () => {
  const { target, done } = stand(null);
  handleRequest(target, { type: 'pip', detail: 'a' });
  await rest();
  assert.deepEqual(done, ['tell say.no-pip']);
});

test('a note can be read for a while, and not beyond the call', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const seen: unknown[] = [];
  const ui: Ui = new Ui(() => seen.push(ui.note));
  ui.tell('say.no-pip');
  t.mock.timers.tick(8_000);
  assert.deepEqual(seen, ['say.no-pip', null]);
  ui.tell('say.no-pip');
  ui.reset();
  assert.equal(ui.note, null);
  t.mock.timers.tick(8_000);
  assert.equal(seen.length, 3);
});
