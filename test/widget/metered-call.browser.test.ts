import type { CallError } from '../../widget/index.ts';
import type { MeteredCall } from '../../widget/index.ts';
import { wordsFor } from '../../widget/language.ts';
import { afterEach, deepEqual, describe, equal, it, next, ok, rejects } from '../helpers/bdd.ts';
import type { FakePeer } from './fake-peer.ts';
import { clear, CONTROL, inside, LOBBY_JOIN, make, peer, reached, show, task, until } from './stage.ts';

afterEach(clear);

describe('the lobby', () => {
  it('shows the preview and joins under the name that was typed', async () => {
    const call = await show(make());
    equal(call.state, 'lobby');
    const input = inside(call, 'metered-call-lobby', 'input') as HTMLInputElement;
    input.value = 'Ana';
    const joined = reached(call, 'joined');
    inside(call, ...LOBBY_JOIN).click();
    await joined;
    equal(peer.options.displayName, 'Ana');
    equal(peer.channel, 'daily');
    deepEqual(
      call.participants.map((p) => [p.name, p.isLocal, p.microphone, p.camera]),
      [['Ana', true, 'on', 'on']],
    );
    equal(peer.tracks.size, 2);
    deepEqual(peer.health, { microphone: 'on', camera: 'on', screen: 'none', findings: [] });
  });

  it('waits for join() when it is off, and asks for no device', async () => {
    const call = await show(make({ lobby: 'off' }));
    equal(call.state, 'idle');
    equal(call.shadowRoot?.querySelector('metered-call-lobby'), null);
  });

  it('moves the focus into the call and then to what comes after it', async () => {
    const call = await show(make());
    const joined = reached(call, 'joined');
    const button = inside(call, ...LOBBY_JOIN);
    button.focus();
    button.click();
    await joined;
    await until(call, () => call.shadowRoot?.activeElement?.classList.contains('call') === true);
    const leave = inside(call, ...CONTROL('leave'));
    leave.focus();
    leave.click();
    await reached(call, 'closed');
    await until(call, () => call.shadowRoot?.activeElement?.localName === 'metered-call-card');
    equal(inside(call, 'metered-call-card').shadowRoot?.activeElement?.localName, 'h2');
  });

  it('keeps its preview when the element is moved', async () => {
    const call = await show(make());
    const video = inside(call, 'metered-call-lobby', 'video') as HTMLVideoElement;
    await until(call, () => video.srcObject !== null);
    const { srcObject } = video;
    const place = document.body.appendChild(document.createElement('div'));
    place.append(call);
    await until(call, () => video.srcObject === srcObject && !video.paused);
    place.replaceWith(call);
  });

  it('stops its preview when the element is removed', async () => {
    const call = await show(make());
    const video = inside(call, 'metered-call-lobby', 'video') as HTMLVideoElement;
    await until(call, () => video.classList.contains('live'));
    const tracks = (video.srcObject as MediaStream).getTracks();
    ok(tracks.length > 0);
    call.remove();
    await task();
    await task();
    ok(tracks.every((track) => track.readyState === 'ended'));
  });
});

describe('joining', () => {
  it('is one promise, however often it is asked for', async () => {
    const call = await show(make({ lobby: 'off' }));
    const first = call.join();
    equal(call.join(), first);
    await first;
    equal(call.join(), first);
    await call.leave();
    const second = call.join();
    ok(second !== first);
    equal(call.join(), second);
    await second;
  });

  it('is given up by leaving in the same moment, and begun anew by what comes after that', async () => {
    let peers = 0;
    const call = await show(make({ lobby: 'off' }, () => (peers += 1)));
    const first = call.join();
    await call.leave();
    equal(((await rejects(first, 'CallError')) as CallError).code, 'cancelled');
    deepEqual([call.state, peers], ['idle', 0]);
    const given = call.join();
    void call.leave();
    const kept = call.join();
    await rejects(given, 'CallError');
    await kept;
    deepEqual([call.state, peers], ['joined', 1]);
    const left = call.leave();
    const again = call.join();
    await call.leave();
    await rejects(again, 'CallError');
    await left;
    deepEqual([call.state, peers], ['closed', 1]);
  });

  it('can be prevented by the page', async () => {
    const call = await show(make({ lobby: 'off' }));
    call.addEventListener('call-before-join', (event) => event.preventDefault());
    const error = (await rejects(call.join(), 'CallError')) as CallError;
    equal(error.code, 'cancelled');
    equal(call.state, 'idle');
  });

  it('can be given up while it hangs', async () => {
    const call = await show(
      make({ lobby: 'off' }, (fake) => (fake.onJoin = () => new Promise(() => undefined))),
    );
    const joining = call.join();
    joining.catch(() => undefined);
    await reached(call, 'joining');
    await until(call, () => (peer as FakePeer | undefined)?.state === 'joining');
    const tracks = [...peer.tracks];
    await call.leave();
    equal(call.state, 'closed');
    ok(tracks.every((track) => track.readyState === 'ended'));
  });

  it('shows why it failed, and leaves no device running', async () => {
    const refused = Object.assign(new Error('x'), { closeCode: 4001 });
    const call = await show(make({ lobby: 'off' }, (fake) => (fake.onJoin = () => Promise.reject(refused))));
    const told = next<CustomEvent<{ code: string }>>(call, 'call-error');
    const error = (await rejects(call.join(), 'CallError')) as CallError;
    equal(error.code, 'token-invalid');
    equal((await told).detail.code, 'token-invalid');
    equal(call.state, 'failed');
    await call.updateComplete;
    equal(inside(call, '[data-finding]').dataset.finding, 'token-invalid');
    deepEqual(
      call.findings.map((f) => f.code),
      ['token-invalid'],
    );
    ok([...peer.tracks].every((track) => track.readyState === 'ended'));
  });

  it('begins again once the page has given what was missing', async () => {
    const call = await show(make({ lobby: 'off', room: '' }));
    await rejects(call.join(), 'CallError');
    deepEqual(
      call.findings.map((f) => f.code),
      ['room-missing'],
    );
    call.room = 'weekly';
    await call.updateComplete;
    equal(call.state, 'idle');
    await call.join();
    equal(peer.channel, 'weekly');
  });

  it('begins anew where the page asks for it as soon as it hears that it failed, or that the call is left', async () => {
    let refusals = 1;
    const refused = Object.assign(new Error('x'), { closeCode: 4010 });
    const call = await show(
      make(
        { lobby: 'off' },
        (fake) => (fake.onJoin = () => (refusals-- > 0 ? Promise.reject(refused) : Promise.resolve())),
      ),
    );
    let again: Promise<void> | undefined;
    call.addEventListener('call-state-change', ({ detail: { to } }) => {
      if (to === 'failed' || to === 'leaving') again = call.join();
    });
    const first = call.join();
    await rejects(first, 'CallError');
    ok(again && again !== first);
    await again;
    equal(call.state, 'joined');
    await call.leave();
    await again;
    equal(call.state, 'joined');
  });

  it('happens by itself with autojoin', async () => {
    const call = make({ autojoin: '' });
    const joined = reached(call, 'joined');
    await show(call);
    await joined;
  });
});

describe('a secret key', () => {
  it('is refused before anything is connected, and never shown', async () => {
    const call = await show(make({ 'api-key': 'sk_secret_abcdef' }));
    await call.updateComplete;
    equal(call.state, 'failed');
    const card = inside(call, 'metered-call-card');
    equal(card.dataset.finding, 'secret-key-in-page');
    await (card as unknown as { updateComplete: Promise<boolean> }).updateComplete;
    ok(!JSON.stringify(call.findings).includes('abcdef'));
    ok(!card.shadowRoot?.textContent.includes('abcdef'));
    equal(((await rejects(call.join(), 'CallError')) as CallError).code, 'secret-key-in-page');
  });

  it('does not appear in the markup when a key is set as a property', async () => {
    const call = await show(make());
    call.apiKey = 'pk_live_other';
    call.room = 'other';
    call.theme = 'dark';
    await call.updateComplete;
    equal(call.getAttribute('api-key'), 'pk_live_x');
    equal(call.getAttribute('room'), 'other');
    equal(call.getAttribute('theme'), 'dark');
  });
});

describe('in the call', () => {
  const enter = async (): Promise<MeteredCall> => {
    const call = await show(make({ lobby: 'off' }));
    await call.join();
    await call.updateComplete;
    return call;
  };

  it('names who comes, and numbers who has no name', async () => {
    const call = await enter();
    const came = next<CustomEvent<{ participant: { name: string } }>>(call, 'participant-joined');
    const guest = peer.welcome('b');
    equal((await came).detail.participant.name, 'Guest 1');
    peer.welcome('c', { metadata: { displayName: 'Chidi' }, hello: { displayName: 'Mallory' } });
    guest.hello = { displayName: 'Bo' };
    guest.emit('hello', {});
    deepEqual(
      call.participants.map((p) => [p.name, p.verified]),
      [
        ['You', false],
        ['Bo', false],
        ['Chidi', true],
      ],
    );
    ok(Object.isFrozen(call.participants) && Object.isFrozen(call.participants[1]));
    peer.emit('peer-left', { peer: guest });
    equal(call.participants.length, 2);
  });

  it('knows who somebody is, and writes to them, while their connection is replaced', async () => {
    const call = await enter();
    const bo = peer.welcome('b', {
      hello: { displayName: 'Bo' },
      health: { microphone: 'off', camera: 'none', screen: 'none' },
    });
    peer.welcome('c');
    const shown = (): unknown =>
      call.participants.slice(1).map((p) => [p.name, p.microphone, p.camera, p.canChat]);
    const stranger = ['Guest 1', 'none', 'none', false];
    deepEqual(shown(), [['Bo', 'off', 'none', true], stranger]);
    Object.assign(bo, { hello: null, health: null });
    bo.emit('state-change', { from: 'connected', to: 'reconnecting' });
    deepEqual(shown(), [['Bo', 'off', 'none', true], stranger]);
    await call.sendMessage('still there?');
    deepEqual(
      peer.sent.map((one) => (one as { peerId: string }).peerId),
      ['b'],
    );
    bo.hello = { displayName: 'Bob' };
    bo.emit('hello', {});
    bo.health = { microphone: 'on', camera: 'off', screen: 'none' };
    bo.emit('health', {});
    deepEqual(shown(), [['Bob', 'on', 'off', true], stranger]);
  });

  it('mutes by disabling the track, and turns the camera off by stopping it', async () => {
    const call = await enter();
    const [audio, video] = ['audio', 'video'].map((kind) => [...peer.tracks].find((t) => t.kind === kind));
    inside(call, ...CONTROL('microphone')).click();
    await until(call, () => inside(call, ...CONTROL('microphone')).ariaPressed === 'false');
    equal(audio?.enabled, false);
    equal(audio?.readyState, 'live');
    await call.setCamera(false);
    equal(video?.readyState, 'ended');
    equal(peer.tracks.size, 1);
    deepEqual(peer.health, { microphone: 'off', camera: 'off', screen: 'none', findings: [] });
    await call.setCamera(true);
    equal(peer.tracks.size, 2);
    equal(call.participants[0]?.camera, 'on');
  });

  it('shows a picture as soon as a track of it comes, and the avatar after it went', async () => {
    const call = await enter();
    const remote = peer.welcome('b', { hello: { displayName: 'Bo' } });
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
    const stream = canvas.captureStream();
    const track = stream.getVideoTracks()[0];
    remote.emit('track', { track, streams: [stream] });
    equal(call.participants[1]?.camera, 'on');
    equal(call.participants[1]?.stream?.getVideoTracks()[0], track);
    remote.health = { microphone: 'off', camera: 'off', screen: 'none' };
    remote.emit('health', {});
    equal(call.participants[1]?.camera, 'off');
  });

  it('survives a move in the document, and ends when it is taken out', async () => {
    const call = await enter();
    const place = document.createElement('div');
    document.body.append(place);
    place.append(call);
    await task();
    equal(call.state, 'joined');
    const tracks = [...peer.tracks];
    place.remove();
    await reached(call, 'closed');
    equal(peer.closedBecause, 'removed');
    ok(tracks.every((track) => track.readyState === 'ended'));
  });

  it('shows its lobby where it is put back while it is still leaving', async () => {
    let end = (): void => undefined;
    const call = await show(
      make({}, (fake) => (fake.close = () => new Promise<void>((resolve) => (end = resolve)))),
    );
    await call.join();
    call.remove();
    await reached(call, 'leaving');
    document.body.append(call);
    await call.updateComplete;
    equal(call.state, 'leaving');
    const shown = reached(call, 'lobby');
    end();
    await shown;
  });

  it('says that it reconnects, and why it was ended by the server', async () => {
    const call = await enter();
    peer.move('reconnecting');
    equal(call.state, 'reconnecting');
    peer.move('joined');
    equal(call.state, 'joined');
    peer.emit('error', { err: Object.assign(new Error('x'), { name: 'admin_disconnect' }) });
    peer.move('closed');
    equal(call.state, 'failed');
    deepEqual(
      call.findings.map((f) => f.code),
      ['kicked'],
    );
  });

  for (const [code, provider] of [
    ['token-provider-hung', () => new Promise<string>(() => undefined)],
    ['token-provider-failing', () => Promise.reject(new Error('no'))],
  ] as const)
    it(`forgets ${code} once it has recovered`, async () => {
      const call = make({ lobby: 'off', 'api-key': '' });
      call.tokenProvider = provider;
      await show(call);
      await call.join();
      await call.updateComplete;
      peer.move('reconnecting');
      const told = next(call, 'call-error');
      const { tokenProvider } = peer.options;
      void tokenProvider?.().catch(() => undefined);
      await task();
      peer.emit('error', { err: Object.assign(new Error('x'), { name: 'TokenProviderError' }) });
      await told;
      const codes = (): string[] => call.findings.map((f) => f.code);
      deepEqual(codes(), [code]);
      peer.move('joined');
      deepEqual(codes(), []);
      peer.move('closed');
      deepEqual(codes(), ['signalling-unreachable']);
    });

  it('counts the attempts to find a lost path, and the seconds to the next one, down', async () => {
    const call = await enter();
    const bo = peer.welcome('b', { hello: { displayName: 'Bo' } });
    const text = (): string =>
      call.shadowRoot
        ?.querySelector('[data-layer=media]')
        ?.shadowRoot?.querySelector('p')
        ?.textContent.trim() ?? '';
    bo.emit('recovery', { recovery: { attempt: 3, attempts: 9, delayMs: 1_600 } });
    for (const seconds of [2, 1])
      await until(
        call,
        () => text() === `The media path to Bo is lost. Attempt 3 of 9, next try in ${seconds} s.`,
      );
    await until(call, () => text() === 'The media path to Bo is lost. Attempt 3 of 9 is being made…');
    const others = ['c', 'd', 'e'].map((id) => peer.welcome(id, { metadata: { displayName: id } }));
    for (const one of others)
      one.emit('recovery', { recovery: { attempt: 1, attempts: 9, delayMs: 60_000 } });
    await until(call, () => text().includes('to Bo, c, d, and … is lost. Attempt 3 of 9'));
    for (const one of [bo, ...others]) one.emit('state-change', { from: 'reconnecting', to: 'connected' });
    await until(call, () => text() === '');
  });

  it('ends the count of a path that is given up', async () => {
    const call = await enter();
    const bo = peer.welcome('b');
    bo.emit('recovery', { recovery: { attempt: 9, attempts: 9, delayMs: 30_000 } });
    await until(call, () => call.shadowRoot?.querySelector('[data-layer=media]') !== null);
    bo.emit('negotiation-error', { err: new Error('transient') });
    await call.updateComplete;
    ok(call.shadowRoot?.querySelector('[data-layer=media]'));
    bo.emit('negotiation-error', {
      err: Object.assign(new Error('x'), { name: 'IceRestartExhaustedError' }),
    });
    await until(call, () => call.shadowRoot?.querySelector('[data-layer=media]') === null);
  });

  it('tells the page’s author that the key may not send', async () => {
    const call = await enter();
    const told = next<CustomEvent<{ code: string }>>(call, 'call-error');
    peer.emit('error', { err: Object.assign(new Error('x'), { name: 'action_not_permitted' }) });
    equal((await told).detail.code, 'send-not-permitted');
    await call.updateComplete;
    equal(inside(call, 'metered-call-banner').dataset.finding, 'send-not-permitted');
    equal(call.state, 'joined');
  });

  it('is told nothing by a look of its doctor that ends after it', async () => {
    const { permissions } = navigator;
    const query = permissions.query.bind(permissions);
    const answers: (() => void)[] = [];
    const wrong = document.body.appendChild(document.createElement('i'));
    // Something to be found.
    wrong.dataset['key'] = 'sk_live_abcdef';
    try {
      const call = await enter();
      // It is found, once a search of before is not fresh any more.
      while ((await call.diagnose()).length === 0) await task();
      await call.leave();
      permissions.query = (what) => new Promise((answer) => answers.push(() => answer(query(what))));
      await call.join();
      const told: string[] = [];
      call.addEventListener('call-diagnosis', ({ detail }) =>
        told.push(...detail.findings.map((f) => f.code)),
      );
      const looked = call.diagnose();
      await until(call, () => answers.length > 0);
      await call.leave();
      for (const answer of answers) answer();
      await looked;
      await task();
      deepEqual([told, call.findings], [[], []]);
    } finally {
      permissions.query = query;
      wrong.remove();
    }
  });

  it('is listed for whoever diagnoses the page', async () => {
    const call = await enter();
    const registry = (window as unknown as Record<symbol, Set<unknown>>)[
      Symbol.for('metered-call.instances')
    ];
    ok(registry?.has(call));
    call.remove();
    ok(!registry?.has(call));
  });
});

describe('a notice that counts', () => {
  it('goes on where it is moved', async () => {
    const recovery = { attempt: 1, attempts: null, nextAt: Date.now() + 1_600, names: [] };
    const words = await wordsFor('en', '');
    const banner = Object.assign(document.createElement('metered-call-banner'), { recovery, words });
    const says = async (words: string): Promise<void> => {
      while (!banner.shadowRoot?.querySelector('p')?.textContent.includes(words))
        await new Promise(requestAnimationFrame);
    };
    document.body.append(banner);
    await says('in 2 s');
    document.body.prepend(banner);
    await says('is being made');
    banner.remove();
  });
});

describe('a page that is kept for going back', () => {
  it('ends the call when it is left and may join again', async () => {
    const call = await show(make({ lobby: 'off' }));
    await call.join();
    const closed = reached(call, 'closed');
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    equal(peer.closedBecause, 'pagehide');
    await closed;
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await call.join();
    equal(call.state, 'joined');
  });

  it('shows the lobby again', async () => {
    const call = await show(make());
    await call.join();
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    const shown = reached(call, 'lobby');
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await shown;
  });
});
