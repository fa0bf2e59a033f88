import * as engine from '../core/index.ts';
import { define } from './define.ts';
import { setLocaleBase } from './language.ts';

/** The script-tag bundle: the element, and the engine under one global. The first copy stays. */
const scope = globalThis as { MeteredCall?: unknown };
const source = (document.currentScript as HTMLScriptElement | null)?.src;
if (source) setLocaleBase(new URL('locales/', source).href);
const registered = define();
if (registered && scope.MeteredCall === undefined) {
  scope.MeteredCall = Object.freeze({ ...engine });
}
