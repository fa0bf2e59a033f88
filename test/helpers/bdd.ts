/** What mocha puts into a browser test's global scope, typed, and the few assertions that they need. */
interface Bdd {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => void | Promise<void>) => void;
  readonly beforeEach: (body: () => void | Promise<void>) => void;
  readonly afterEach: (body: () => void | Promise<void>) => void;
}

export const { describe, it, beforeEach, afterEach } = globalThis as unknown as Bdd;

const show = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

function fail(message: string): never {
  throw new Error(message);
}

export function ok(value: unknown, message = 'a true value was expected'): asserts value {
  if (!value) fail(message);
}

export function equal<T>(actual: T, expected: T, message = ''): void {
  if (!Object.is(actual, expected)) fail(`${message} expected ${show(expected)}, got ${show(actual)}`.trim());
}

/** Compares by JSON: for plain data. */
export function deepEqual<T>(actual: T, expected: T, message = ''): void {
  equal(JSON.stringify(actual), JSON.stringify(expected), message);
}

export async function rejects(promise: Promise<unknown>, name: string): Promise<Error> {
  const outcome = await promise.then(
    () => null,
    (err: unknown) => err as Error,
  );
  if (!outcome) fail(`a rejection with ${name} was expected`);
  equal(outcome.name, name);
  return outcome;
}

/** The next `type` event of `target` that `accept` takes. Mocha's own time limit ends the wait. */
export function next<E extends Event>(
  target: EventTarget,
  type: string,
  accept: (event: E) => boolean = () => true,
): Promise<E> {
  return new Promise((resolve) => {
    const listener = (event: Event): void => {
      if (!accept(event as E)) return;
      target.removeEventListener(type, listener);
      resolve(event as E);
    };
    target.addEventListener(type, listener);
  });
}
