import * as engine from '../core/index.ts';
import { define } from './define.ts';

/** The script-tag bundle: the element, and the engine under one global. The first copy stays. */
const scope = globalThis as { MeteredCall?: unknown };
const registered = define();
if (registered && scope.MeteredCall === undefined) {
  scope.MeteredCall = Object.freeze({ ...engine });
}
