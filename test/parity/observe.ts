import { mock } from 'node:test';

/** Lets every promise that can settle without time passing do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Time stands still for `body`, and passes by `tick` alone; chance always gives one half. */
export async function inFrozenTime<T>(body: (pass: (ms: number) => Promise<void>) => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_700_000_000_000 });
  // Not a mock, which would keep every call.
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    return await body(async (ms) => {
      mock.timers.tick(ms);
      await settle();
    });
  } finally {
    mock.timers.reset();
    Math.random = random;
  }
}

/** `resolved`, or the rejection's name and the fields that both packages document. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'resolved';
  } catch (err) {
    return shape(err);
  }
}

export function thrown(body: () => unknown): unknown {
  try {
    body();
    return 'accepted';
  } catch (err) {
    return shape(err);
  }
}

const FIELDS = ['closeCode', 'closeReason', 'size', 'cap', 'method', 'currentState', 'queued', 'succeeded'];
const CODES = new Set(['MeteredPeerSendError', 'MeteredPeerStateError']);

/** What a program can tell of an error: its name, and the fields it is declared with. Texts may differ. */
export function shape(err: unknown): unknown {
  if (!(err instanceof Error)) return `thrown: ${typeof err}`;
  const fields = err as unknown as Record<string, unknown>;
  const known = Object.fromEntries(FIELDS.filter((f) => fields[f] !== undefined).map((f) => [f, fields[f]]));
  const code = CODES.has(err.name) ? { code: fields['code'] } : {};
  const failed = Array.isArray(fields['failed'])
    ? { failed: fields['failed'].map((f: { peerId: string; err: Error }) => [f.peerId, f.err.name]) }
    : {};
  return Object.keys({ ...known, ...code, ...failed }).length === 0
    ? err.name
    : { name: err.name, ...known, ...code, ...failed };
}
