import { probeAutoplay } from '../../../core/recorder/probes/autoplay-probe.ts';
import { probeCapture } from '../../../core/recorder/probes/capture-probe.ts';
import { probeSignalling } from '../../../core/recorder/probes/signalling-probe.ts';
import { probeTurn } from '../../../core/recorder/probes/turn-probe.ts';
import { createTranscript } from '../../../core/recorder/transcript.ts';
import { describe, equal, it, ok } from '../../helpers/bdd.ts';
import { later, record } from './page.ts';

describe('a probe', () => {
  it('opens a device, and closes it', async () => {
    const recording = record();
    for (const kind of ['camera', 'microphone'] as const) {
      const result = await probeCapture(kind);
      ok(result.ok && !result.error && result.target === kind, JSON.stringify(result));
    }
    const { tracks } = recording.snapshot();
    equal(tracks.length, 2);
    ok(tracks.every(({ log }) => log.some(({ type }) => type === 'stopped')));
  });

  it('says which device is missing', async () => {
    const result = await probeCapture('camera', 'no such device');
    ok(!result.ok);
    // Firefox takes a device that does not exist for one that is not there.
    ok(
      ['OverconstrainedError', 'NotFoundError'].includes(result.error?.name ?? ''),
      JSON.stringify(result.error),
    );
  });

  it('tells whether sound starts by itself', async () => {
    const result = await probeAutoplay();
    ok(result.ok ? !result.error : result.error?.name === 'NotAllowedError', JSON.stringify(result));
  });

  it('finds a server that is not there, and leaves the trace alone', async () => {
    const recording = record();
    const signalling = await probeSignalling('ws://127.0.0.1:40013');
    equal(signalling.error?.code, '1006');
    const servers = [
      {
        urls: ['stun:127.0.0.1:40014', 'turn:127.0.0.1:40014?transport=tcp'],
        username: 'u',
        credential: 'p',
      },
    ];
    const [turn, ...others] = await probeTurn(servers);
    equal(others.length, 0);
    equal(turn?.target, 'turn:127.0.0.1:40014?transport=tcp');
    ok(turn?.error && !turn.ok, JSON.stringify(turn));
    if (turn) recording.probed(turn);
    const { connections, sockets, probes } = recording.snapshot();
    equal(connections.length + sockets.length, 0);
    equal(probes.length, 1);
  });
});

describe('a transcript', () => {
  it('outlives the page, scrubbed and in order', async () => {
    const name = `test-${Math.random()}`;
    const before = createTranscript({ logger: null, name });
    before.info('one', { token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl' });
    before.error('two');
    await before.flush();
    const after = createTranscript({ logger: null, name });
    after.warn('three');
    const lines = await after.lines();
    equal(lines.map((line) => line.split(' ').slice(1, 3).join(' ')).join(), 'info one,error two,warn three');
    ok(lines[0]?.includes('[token]') && !lines[0].includes('eyJ'));
    ok(!(await createTranscript({ logger: null, name: `${name}-other` }).lines()).length);
  });

  it('is bounded, and writes to its logger too', async () => {
    const seen: string[] = [];
    const note = (message: string): void => void seen.push(message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const transcript = createTranscript({ logger, name: `test-${Math.random()}` });
    for (let i = 0; i < 1_500; i += 1) transcript.debug(`line ${i} ${'x'.repeat(1_000)}`);
    const lines = await transcript.lines();
    equal(seen.length, 1_500);
    equal(lines.length, 1_000);
    ok(lines.at(-1)?.includes('line 1499') && lines.every(({ length }) => length <= 500));
  });

  it('lives in memory where nothing can be stored', async () => {
    const { open } = IDBFactory.prototype as { open: unknown };
    Object.defineProperty(IDBFactory.prototype, 'open', {
      configurable: true,
      writable: true,
      value: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    later(() =>
      Object.defineProperty(IDBFactory.prototype, 'open', {
        configurable: true,
        writable: true,
        value: open,
      }),
    );
    const transcript = createTranscript({ logger: null });
    transcript.info('kept');
    await transcript.flush();
    equal((await transcript.lines()).length, 1);
  });
});
