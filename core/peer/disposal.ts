export interface Disposal {
  readonly promise: Promise<void>;
  readonly done: () => void;
}

/** A promise that is kept when something is done away with. */
export function disposal(): Disposal {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return { promise, done };
}
