import type { Action } from '../core/protocol/frames.ts';

const sets = new Map<string, ReadonlySet<Action>>();

/** One set for all connections that may do the same: there are sixteen at the most. */
export function actionSet(actions: readonly Action[]): ReadonlySet<Action> {
  const key = [...new Set(actions)].sort().join();
  const known = sets.get(key);
  if (known) return known;
  const made: ReadonlySet<Action> = new Set(actions);
  sets.set(key, made);
  return made;
}
