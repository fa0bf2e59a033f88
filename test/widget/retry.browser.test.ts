import type { MeteredCall } from '../../widget/index.ts';
import '../../widget/index.ts';
import { afterEach, deepEqual, describe, equal, it, next, rejects } from '../helpers/bdd.ts';
import { FakePeer } from './fake-peer.ts';

afterEach(async () => {
  for (const call of document.querySelectorAll('metered-call')) call.remove();
  await new Promise((resolve) => setTimeout(resolve));
});

describe('a token provider', () => {
  it('that is a new function at every rendering leaves a failed call and its card alone', async () => {
    let attempts = 0;
    const call: MeteredCall = document.createElement('metered-call');
    const provider = (): (() => Promise<string>) => () => Promise.resolve('token');
    Object.assign(call, { room: 'daily', tokenProvider: provider(), autojoin: true });
    call.createPeer = (options) => {
      attempts += 1;
      const peer = new FakePeer(options);
      peer.onJoin = () => Promise.reject(Object.assign(new Error('x'), { closeCode: 4001 }));
      return peer.asPeer();
    };
    const failed = next(call, 'call-error');
    document.body.append(call);
    await failed;
    for (let rendering = 0; rendering < 3; rendering += 1) {
      call.tokenProvider = provider();
      while (!(await call.updateComplete));
    }
    deepEqual(
      call.findings.map(({ code }) => code),
      ['token-invalid'],
    );
    deepEqual([call.state, attempts], ['failed', 1]);
  });

  it('that was missing has the call begin again', async () => {
    const call: MeteredCall = document.createElement('metered-call');
    Object.assign(call, { room: 'daily', lobby: 'off' });
    document.body.append(call);
    await rejects(call.join(), 'CallError');
    equal(call.findings[0]?.code, 'credential-missing');
    call.tokenProvider = () => Promise.resolve('token');
    await call.updateComplete;
    equal(call.state, 'idle');
  });
});
