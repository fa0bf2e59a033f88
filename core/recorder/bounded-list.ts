/** A list that forgets its oldest entries, and says how many. */
export class BoundedList<T> {
  readonly items: T[] = [];
  readonly #max: number;
  readonly #dropped: (count: number) => void;

  constructor(max: number, dropped: (count: number) => void) {
    this.#max = max;
    this.#dropped = dropped;
  }

  push(item: T): void {
    this.items.push(item);
    if (this.items.length <= this.#max) return;
    this.items.shift();
    this.#dropped(1);
  }

  get last(): T | undefined {
    return this.items.at(-1);
  }
}
