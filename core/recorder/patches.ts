import type { Scope } from './scope.ts';
import { claim, isOurs } from './unrecorded.ts';

const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** What each proxy stands for. */
const natives = new WeakMap<object, Callable>();

/** What happens around a call of a function of the platform. Whatever a hook throws is swallowed. */
export interface Hook {
  /** Arguments to call it with in place of the page's. */
  readonly before?: (self: unknown, args: unknown[]) => unknown[] | undefined;
  /** Returns what the page gets in place of the result; undefined leaves the result. */
  readonly after?: (self: unknown, args: unknown[], result: unknown) => unknown;
}

/**
 * Puts proxies in the place of functions: name, length, source text, statics, prototype, receiver checks and errors are
 * the function's own. Once restored, a proxy that somebody has kept only passes on.
 */
export class Patches {
  readonly #scope: Scope;
  readonly #undo: (() => void)[] = [];
  #active = true;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  method(target: object, key: string, hook: Hook): void {
    this.#replace(target, key, 'value', (native) => this.#hooked(native, hook));
  }

  setter(target: object, key: string, hook: Hook): void {
    this.#replace(target, key, 'set', (native) => this.#hooked(native, hook));
  }

  /** Replaces a constructor under all `keys` of `target`, and as the `constructor` of what it makes. */
  constructors(
    target: object,
    keys: readonly string[],
    made: (object: object, args: unknown[]) => void,
  ): void {
    const proxies = new Map<unknown, unknown>();
    const wrap = (native: Callable): unknown => {
      const known = proxies.get(native);
      if (known !== undefined) return known;
      const proxy: unknown = new Proxy(native, {
        construct: (_, args: unknown[], newTarget: Callable) => {
          const object = construct(native, args, newTarget) as object;
          if (this.#active && !claim(object)) this.#scope.safely(() => made(object, args));
          return object;
        },
      });
      proxies.set(native, proxy);
      natives.set(proxy as object, native);
      this.#replace(native.prototype as object, 'constructor', 'value', (old) =>
        old === native ? proxy : old,
      );
      return proxy;
    };
    for (const key of keys) this.#replace(target, key, 'value', wrap);
  }

  /** A proxy's own source text lacks the name (ECMA-262, Function.prototype.toString): that of the function is told instead. */
  sourceText(prototype: object): void {
    this.#replace(prototype, 'toString', 'value', (native) => {
      const proxy = new Proxy(native, {
        apply: (_, self: unknown, args: unknown[]) =>
          apply(native, natives.get(self as object) ?? self, args),
      });
      natives.set(proxy, native);
      return proxy;
    });
  }

  /** Puts back what is still ours. */
  restore(): void {
    this.#active = false;
    for (const undo of this.#undo.splice(0)) this.#scope.safely(undo);
  }

  #hooked(native: Callable, { before, after }: Hook): unknown {
    const proxy = new Proxy(native, {
      apply: (_, self: unknown, args: unknown[]) => {
        if (!this.#active || isOurs(self)) return apply(native, self, args);
        const given = before && this.#scope.safely(() => before(self, args));
        const result = apply(native, self, given ?? args);
        return (after && this.#scope.safely(() => after(self, args, result))) ?? result;
      },
    });
    natives.set(proxy, native);
    return proxy;
  }

  #replace(target: object, key: string, slot: 'value' | 'set', wrap: (native: Callable) => unknown): void {
    this.#scope.safely(() => {
      const own = getOwnPropertyDescriptor(target, key);
      const before = own ?? inherited(target, key);
      const native = (before as Record<string, unknown> | undefined)?.[slot];
      if (!before || typeof native !== 'function') return;
      const ours = wrap(native as Callable);
      if (ours === native || !defineProperty(target, key, { ...before, [slot]: ours })) return;
      // On a single object it stays, and only passes on: the object is not held for the sake of an end.
      if (!own) return;
      this.#undo.push(() => {
        const now = getOwnPropertyDescriptor(target, key) as Record<string, unknown> | undefined;
        if (now?.[slot] === ours) defineProperty(target, key, own);
      });
    });
  }
}

function inherited(target: object, key: string): PropertyDescriptor | undefined {
  let at: object | null = Object.getPrototypeOf(target) as object | null;
  for (; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = getOwnPropertyDescriptor(at, key);
    if (found) return found;
  }
  return undefined;
}
