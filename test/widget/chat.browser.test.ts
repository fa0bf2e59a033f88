import type { MeteredCall } from '../../widget/index.ts';
import { afterEach, describe, equal, it, ok } from '../helpers/bdd.ts';
import { clear, CONTROL, inside, make, peer, show, task, until } from './stage.ts';

afterEach(clear);

const meet = async (call: MeteredCall): Promise<void> => {
  await call.join();
  peer.welcome('b', { hello: { displayName: 'Bo' } });
  await call.updateComplete;
};
const enter = async (): Promise<MeteredCall> => {
  const call = await show(make({ lobby: 'off' }));
  await meet(call);
  return call;
};
const toggle = (call: MeteredCall): void => inside(call, ...CONTROL('chat')).click();
const field = (call: MeteredCall): HTMLTextAreaElement =>
  inside(call, 'metered-call-chat', 'textarea') as HTMLTextAreaElement;
const open = async (call: MeteredCall): Promise<HTMLTextAreaElement> => {
  toggle(call);
  await until(call, () =>
    Boolean(call.shadowRoot?.querySelector('metered-call-chat')?.shadowRoot?.querySelector('textarea')),
  );
  return field(call);
};
const isClosed = (call: MeteredCall): boolean => call.shadowRoot?.querySelector('metered-call-chat') === null;
const write = (into: HTMLTextAreaElement, text: string): void => {
  into.value = text;
  into.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};
const key = (at: HTMLElement, name: string, isComposing = false): void => {
  const more = { bubbles: true, composed: true, cancelable: true, isComposing };
  at.dispatchEvent(new KeyboardEvent('keydown', { key: name, ...more }));
};

describe('what is being written', () => {
  it('is there again when the chat is, and gone with the call', async () => {
    const call = await enter();
    write(await open(call), 'half a sent');
    key(field(call), 'Escape');
    await until(call, () => isClosed(call));
    equal((await open(call)).value, 'half a sent');
    await call.leave();
    await meet(call);
    equal((await open(call)).value, '');
  });

  it('is gone once it is sent, and back where that failed, in a chat that was closed meanwhile as well', async () => {
    const call = await enter();
    write(await open(call), 'one');
    key(field(call), 'Enter');
    equal(field(call).value, '');
    await until(call, () => peer.sent.length === 1);
    let fail = (): void => undefined;
    peer.sendTo = () => new Promise((_, reject) => (fail = () => reject(new Error('gone'))));
    write(field(call), 'two');
    key(field(call), 'Enter');
    fail();
    await until(call, () => field(call).value === 'two');
    key(field(call), 'Enter');
    toggle(call);
    await until(call, () => isClosed(call));
    fail();
    await task();
    equal((await open(call)).value, 'two');
    key(field(call), 'Enter');
    write(field(call), 'three');
    fail();
    await until(
      call,
      () => inside(call, 'metered-call-chat').shadowRoot?.querySelectorAll('.failed').length === 3,
    );
    equal(field(call).value, 'three');
  });

  it('does not come back in the call after the one in which it could not be sent', async () => {
    const call = await enter();
    let fail = (): void => undefined;
    peer.sendTo = () => new Promise((_, reject) => (fail = () => reject(new Error('gone'))));
    write(await open(call), 'late');
    key(field(call), 'Enter');
    await call.leave();
    fail();
    await task();
    await meet(call);
    equal((await open(call)).value, '');
  });

  it('stays open under an Escape that is the input method’s', async () => {
    const call = await enter();
    const textarea = await open(call);
    key(textarea, 'Escape', true);
    await call.updateComplete;
    ok(!isClosed(call));
    equal(field(call), textarea);
  });
});

describe('what was said before', () => {
  it('can be read while more comes and files move, and what is one’s own is shown', async () => {
    const call = await enter();
    const textarea = await open(call);
    const log = inside(call, 'metered-call-chat', '.log');
    const isAtEnd = (): boolean => log.scrollHeight - log.scrollTop - log.clientHeight < 2;
    for (const id of ['1', '2']) {
      const data = { type: 'metered-call/chat', id, text: 'long\n'.repeat(200) };
      peer.emit('data', { senderPeerId: 'b', data });
      await until(call, () => log.childElementCount === Number(id) && log.scrollTop > 0 && isAtEnd());
    }
    log.scrollTop = 100;
    const offer = { transferId: 'f', senderPeerId: 'b', name: 'x.txt', size: 10, automatic: true };
    peer.emit('blob-offered', { offer });
    peer.emit('blob-progress', { transferId: 'f', size: 10, received: 5 });
    await until(call, () => log.querySelector('progress')?.value === 0.5);
    equal(log.scrollTop, 100);
    write(textarea, 'mine');
    key(textarea, 'Enter');
    await until(call, () => log.childElementCount === 4 && isAtEnd());
    document.body.prepend(call);
    await until(call, isAtEnd);
  });
});

describe('what was not read', () => {
  it('is counted after a call that ended with the chat open', async () => {
    const call = await enter();
    await open(call);
    await call.leave();
    await meet(call);
    const data = { type: 'metered-call/chat', id: '1', text: 'are you back?' };
    peer.emit('data', { senderPeerId: 'b', data });
    await until(call, () => inside(call, ...CONTROL('chat')).ariaLabel === 'Chat, 1 unread');
  });
});
