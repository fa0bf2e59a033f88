/** Chance that can be repeated: mulberry32. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const TEXTS = [
  '',
  ' ',
  'room',
  'bob',
  'mallory',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  'ü'.repeat(200),
  'x'.repeat(300),
  '{"t":"bye"}',
  'candidate:1 1 udp 1 1.2.3.4 5 typ host',
  'v=0\r\na=fingerprint:sha-256 AA\r\nm=application 9 x 0\r\n',
];
const NUMBERS = [0, 1, 2, -1, 1.5, 1e308, -0, 255, 65_536, Number.MAX_SAFE_INTEGER, 2 ** 53];

/** Any JSON value, shallow or deep, now and then with a key that means something to objects. */
export function anyValue(chance: Chance, depth = 0): unknown {
  const kind = chance.below(depth > 3 ? 4 : 7);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return chance.next() < 0.5;
    case 2:
      return chance.of(NUMBERS);
    case 3:
      return chance.of(TEXTS);
    case 4:
      return Array.from({ length: chance.below(4) }, () => anyValue(chance, depth + 1));
    case 5: {
      let nested: unknown = 1;
      for (let level = chance.below(400); level > 0; level -= 1)
        nested = level % 2 ? [nested] : { a: nested };
      return nested;
    }
    default:
      return Object.fromEntries(
        Array.from({ length: chance.below(4) }, () => [chance.of(TEXTS), anyValue(chance, depth + 1)]),
      );
  }
}

/** What is well formed, spoilt: a field lost, replaced, added or given twice, the text cut or garbled. */
export function spoilt(chance: Chance, good: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(good);
  const at = chance.below(fields.length);
  const name = fields[at]?.[0] ?? '';
  switch (chance.below(8)) {
    case 0:
      fields.splice(at, 1);
      break;
    case 1:
    case 2:
    case 3:
      fields[at] = [name, anyValue(chance)];
      break;
    case 4:
      fields.push([chance.of(TEXTS), anyValue(chance)]);
      break;
    case 5: {
      const text = JSON.stringify(good);
      return text.slice(0, chance.below(text.length));
    }
    case 6: {
      const text = JSON.stringify(good);
      const cut = chance.below(text.length);
      return (
        text.slice(0, cut) + String.fromCharCode(chance.below(65_536)) + text.slice(cut + chance.below(3))
      );
    }
    default:
      return JSON.stringify(anyValue(chance)) ?? '';
  }
  // Spelt out, since an object literal would swallow `__proto__` and the second of two equal names.
  const parts = fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${parts.join()}}`;
}
