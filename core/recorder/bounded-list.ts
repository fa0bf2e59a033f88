/** A list that forgets its oldest entries, and says how many. */
export class BoundedList<T> {
  readonly items: T[] = [];
  readonly #max: number;
  readonly #dropped: (count: number) => void;
  readonly #standing: ((item: T) => string | undefined) | undefined;

  /**
   * @param standing What an entry says that holds until another says otherwise: the newest of each is forgotten last,
   * however long ago it was said.
   */
  constructor(max: number, dropped: (count: number) => void, standing?: (item: T) => string | undefined) {
    this.#max = max;
    this.#dropped = dropped;
    this.#standing = standing;
  }

  push(item: T): void {
    this.items.push(item);
    if (this.items.length <= this.#max) return;
    this.items.splice(this.#spare(), 1);
    this.#dropped(1);
  }

  get last(): T | undefined {
    return this.items.at(-1);
  }

  /** The oldest entry that says nothing any more. */
  #spare(): number {
    if (!this.#standing) return 0;
    const said = new Set<string>();
    let spare = 0;
    for (let i = this.items.length - 1; i >= 0; i -= 1) {
      const what = this.#standing(this.items[i] as T);
      if (what === undefined || said.has(what)) spare = i;
      else said.add(what);
    }
    return spare;
  }
}
