// The one script of pages on which the element's own doctor speaks, of a call with another element in another window.
import type { Finding } from '../../../core/diagnosis/finding.ts';
import type { MeteredCall } from '../../../widget/metered-call.ts';
import { caused, givenToken, input } from './input.ts';
import { elsewhere } from './loopback.ts';
import { tellFindings } from './told.ts';

const RANK: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, info: 2 };

async function element(
  realm: Window & typeof globalThis,
  credential: Partial<Pick<MeteredCall, 'apiKey' | 'tokenProvider'>>,
): Promise<MeteredCall> {
  const { document } = realm;
  const script = document.createElement('script');
  script.src = '/element/metered-call.js';
  const loaded = new Promise((done) => (script.onload = done));
  document.head.append(script);
  await loaded;
  const call = document.createElement('metered-call');
  Object.assign(call, { room: input.room, server: input.server, lobby: 'off', ...credential });
  document.body.append(call);
  return call;
}

const here = (): Promise<MeteredCall> =>
  element(window, input.key === '' ? { tokenProvider: givenToken } : { apiKey: input.key });

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 50));
}

/** Two elements in one room, the other one with devices of a driver's, once they see each other. */
async function call(driver = ''): Promise<{ own: MeteredCall; other: MeteredCall; realm: Realm }> {
  const realm = (await elsewhere()) as Realm;
  realm.eval(driver);
  const [own, other] = [
    await here(),
    await element(realm, { tokenProvider: () => Promise.resolve(input.otherToken) }),
  ];
  await Promise.all([own.join(), other.join()]);
  tellFindings(() => [...own.findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]));
  const peers = (): (MeteredCall['peer'] | undefined)[] => [own.peer, other.peer];
  await until(() => peers().every((peer) => peer?.remotePeers[0]?.state === 'connected'));
  return { own, other, realm };
}

type Realm = Window & typeof globalThis & { unplug(): Promise<void> };

const FAULTS: Readonly<Record<string, () => Promise<unknown>>> = {
  'their camera is black': () => call(input.driver),

  async 'their camera goes'() {
    const { realm } = await call(input.driver);
    await realm.unplug();
  },

  /** It goes on saying that its camera is on. */
  async 'their uplink stops'() {
    const { own, other } = await call();
    await until(async () => {
      const connection = own.peer?.remotePeers[0]?.pc as RTCPeerConnection | undefined;
      const stats = (await connection?.getStats()) as
        ReadonlyMap<string, RTCInboundRtpStreamStats> | undefined;
      return [...(stats?.values() ?? [])].some(({ framesDecoded = 0 }) => framesDecoded > 30);
    });
    for (const sender of other.peer?.remotePeers[0]?.pc.getSenders() ?? []) {
      if (sender.track?.kind !== 'video') continue;
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings) encoding.active = false;
      await sender.setParameters(parameters);
    }
  },

  'our camera is black': () => call(),

  async 'our page hides them'() {
    const { own } = await call();
    own.style.opacity = '0';
  },

  async 'the token never comes'() {
    let ask = (): void => undefined;
    const asked = new Promise<void>((done) => (ask = done));
    const tokenProvider = (): Promise<string> => {
      ask();
      return new Promise(() => undefined);
    };
    const own = await element(window, { tokenProvider });
    tellFindings(() => own.findings);
    own.join().catch(() => undefined);
    // Not before: capture takes what it takes.
    await asked;
  },

  async 'no token is given'() {
    const own = await element(window, { tokenProvider: () => Promise.reject(new Error('no')) });
    tellFindings(() => own.findings);
    await own.join().catch(() => undefined);
  },
};

const cause = FAULTS[input.fault];
if (!cause) console.log(`@failed there is no fault ${input.fault}`);
else {
  cause().then(caused, (err: unknown) =>
    console.log(`@failed ${String(err)} ${err instanceof Error ? (err.stack ?? '') : ''}`),
  );
}
