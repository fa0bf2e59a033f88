type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A part of a trace while it is being written, without what is kept in lists of its own. */
export type Draft<T, Left extends keyof T = never> = Writable<Omit<T, Left>>;
