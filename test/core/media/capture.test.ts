import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureErrorFrom } from '../../../core/media/capture-error.ts';
import type { CaptureEnvironment } from '../../../core/media/capture.ts';
import { capture } from '../../../core/media/capture.ts';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('x'), { name }, more);

interface Devices {
  readonly camera?: string;
  readonly microphone?: string;
  readonly permissions?: Readonly<Record<string, PermissionState>>;
}

/** A browser in which a device throws the error of the given name, and both at once the first of them. */
function browser({ camera, microphone, permissions }: Devices) {
  const asked: string[] = [];
  const stopped: string[] = [];
  const environment: CaptureEnvironment = {
    isSecureContext: true,
    mediaDevices: {
      getUserMedia: ({ audio, video }: MediaStreamConstraints = {}) => {
        asked.push([audio && 'microphone', video && 'camera'].filter(Boolean).join('+'));
        const error = (video && camera) || (audio && microphone);
        if (error) return Promise.reject(named(error));
        const tracks = [audio && 'audio', video && 'video'].filter(Boolean).map((kind) => ({
          kind,
          stop: () => stopped.push(String(kind)),
        }));
        return Promise.resolve({ getTracks: () => tracks } as unknown as MediaStream);
      },
    },
    permissions: permissions && {
      query: ({ name }: PermissionDescriptor) =>
        permissions[name]
          ? Promise.resolve({ state: permissions[name] } as PermissionStatus)
          : Promise.reject(new TypeError('unknown permission')),
    },
  };
  return { environment, asked, stopped };
}

const both = { microphone: true, camera: true };

test('one prompt gives both devices', async () => {
  const { environment, asked } = browser({});
  const { tracks, failures } = await capture(both, environment);
  assert.deepEqual(asked, ['microphone+camera']);
  assert.deepEqual([tracks.length, failures.length], [2, 0]);
});

test('what the browser leaves out without a word was refused where it forbids it', async () => {
  for (const [camera, told] of [
    ['denied', [['camera-denied', 'blocked']]],
    // Not proven to be refused.
    ['granted', []],
    ['prompt', []],
  ] as const) {
    const { environment, asked } = browser({ permissions: { camera } });
    const getUserMedia = environment.mediaDevices?.getUserMedia.bind(environment.mediaDevices);
    const silent = { getUserMedia: () => getUserMedia!({ audio: true }) };
    const { tracks, failures } = await capture(both, { ...environment, mediaDevices: silent });
    assert.deepEqual(
      tracks.map(({ kind }) => kind),
      ['audio'],
    );
    assert.deepEqual(
      failures.map(({ code, refusal }) => [code, refusal]),
      told,
    );
    assert.deepEqual(asked, ['microphone']);
  }
});

test('what is granted is stopped where the call is left while the other device is asked after', async () => {
  const { environment, stopped } = browser({});
  const getUserMedia = environment.mediaDevices?.getUserMedia.bind(environment.mediaDevices);
  const left = new AbortController();
  const permissions = {
    query: () => {
      left.abort();
      return Promise.resolve({ state: 'denied' } as PermissionStatus);
    },
  };
  const mediaDevices = { getUserMedia: () => getUserMedia!({ audio: true }) };
  await capture({ ...both, signal: left.signal }, { ...environment, mediaDevices, permissions });
  assert.deepEqual(stopped, ['audio']);
});

test('without a camera the microphone is had alone, and the other way round', async () => {
  for (const [devices, kind, code] of [
    [{ camera: 'NotFoundError' }, 'audio', 'camera-missing'],
    [{ microphone: 'NotFoundError' }, 'video', 'microphone-missing'],
    [{ camera: 'NotReadableError' }, 'audio', 'camera-busy'],
    [{ camera: 'OverconstrainedError' }, 'audio', 'camera-overconstrained'],
  ] as const) {
    const { tracks, failures } = await capture(both, browser(devices).environment);
    assert.deepEqual(
      tracks.map((t) => t.kind),
      [kind],
    );
    assert.deepEqual(
      failures.map((f) => f.code),
      [code],
    );
  }
});

test('who dismissed the prompt is not asked twice', async () => {
  const permissions = { camera: 'prompt', microphone: 'prompt' } as const;
  const { environment, asked } = browser({ camera: 'NotAllowedError', permissions });
  const { failures } = await capture(both, environment);
  assert.equal(asked.length, 1);
  assert.deepEqual(
    failures.map((f) => f.refusal),
    ['dismissed', 'dismissed'],
  );
});

test('a blocked camera leaves the microphone', async () => {
  const permissions = { camera: 'denied', microphone: 'granted' } as const;
  const { environment } = browser({ camera: 'NotAllowedError', permissions });
  const { tracks, failures } = await capture(both, environment);
  assert.deepEqual(
    tracks.map((t) => t.kind),
    ['audio'],
  );
  assert.deepEqual(
    failures.map((f) => [f.code, f.refusal]),
    [['camera-denied', 'blocked']],
  );
});

test('an insecure page is told apart before anything is asked', async () => {
  const { environment, asked } = browser({});
  for (const broken of [
    { ...environment, isSecureContext: false },
    { ...environment, mediaDevices: undefined },
  ]) {
    const { failures } = await capture(both, broken);
    assert.deepEqual(
      failures.map((f) => f.code),
      ['insecure-context', 'insecure-context'],
    );
  }
  assert.equal(asked.length, 0);
});

test('what is granted after the call was left is stopped at once', async () => {
  const { environment, stopped } = browser({});
  const { tracks } = await capture({ ...both, signal: AbortSignal.abort() }, environment);
  assert.equal(tracks.length, 0);
  assert.deepEqual(stopped, ['audio', 'video']);
});

test('what fails after the call was left is not asked for again, one device at a time', async () => {
  const { environment, asked } = browser({ camera: 'NotReadableError' });
  const left = new AbortController();
  const capturing = capture({ ...both, signal: left.signal }, environment);
  left.abort();
  assert.deepEqual(await capturing, { tracks: [], failures: [] });
  assert.deepEqual(asked, ['microphone+camera']);
});

test('each error of getUserMedia has its code', () => {
  for (const [name, kind, code] of [
    ['NotAllowedError', 'camera', 'camera-denied'],
    ['NotAllowedError', 'microphone', 'microphone-denied'],
    ['NotFoundError', 'camera', 'camera-missing'],
    ['NotReadableError', 'camera', 'camera-busy'],
    ['AbortError', 'microphone', 'microphone-busy'],
    ['OverconstrainedError', 'camera', 'camera-overconstrained'],
    ['TypeError', 'camera', 'insecure-context'],
  ] as const) {
    assert.equal(captureErrorFrom(named(name), kind, undefined).code, code);
  }
  assert.equal(
    captureErrorFrom(named('OverconstrainedError', { constraint: 'width' }), 'camera', undefined).constraint,
    'width',
  );
  assert.equal(
    captureErrorFrom(named('NotAllowedError', { message: 'Permission dismissed' }), 'camera', 'denied')
      .refusal,
    'dismissed',
  );
});
