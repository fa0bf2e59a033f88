/** Objects of the doctor's own, which no recording of the same bundle looks at. */
const ours = new WeakSet<object>();
let depth = 0;

/** What `make` constructs is left out of every trace. */
export function unrecorded<T>(make: () => T): T {
  depth += 1;
  try {
    return make();
  } finally {
    depth -= 1;
  }
}

/** Asked by recordings right after a construction. */
export function claim(object: object): boolean {
  if (depth === 0) return false;
  ours.add(object);
  return true;
}

export function isOurs(object: unknown): boolean {
  return typeof object === 'object' && object !== null && ours.has(object);
}
