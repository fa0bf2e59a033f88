/** What the server has counted since it began. Plain numbers: they are written for every frame. */
export interface Stats {
  framesIn: number;
  framesOut: number;
  messages: number;
  directs: number;
  /** Error frames, by code. */
  errors: Map<string, number>;
  /** Closes that the server decided on, by code; refusals among them, and as 1006 clients that answered no ping. */
  closes: Map<number, number>;
  /** Answers of the REST calls, by `call status`. */
  restAnswers: Map<string, number>;
  /** Upgrades answered HTTP 429. */
  rateLimited: number;
}

export function newStats(): Stats {
  return {
    framesIn: 0,
    framesOut: 0,
    messages: 0,
    directs: 0,
    errors: new Map(),
    closes: new Map(),
    restAnswers: new Map(),
    rateLimited: 0,
  };
}

export function count<K>(counters: Map<K, number>, key: K): void {
  counters.set(key, (counters.get(key) ?? 0) + 1);
}
