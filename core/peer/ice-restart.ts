/** Milliseconds before each restart attempt since the connection was last up. */
export const RESTART_DELAYS_MS: readonly number[] = [
  0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
];

/** Milliseconds that a restart offer is given for its answer. */
export const RESTART_ANSWER_TIMEOUT_MS = 15_000;

/** Milliseconds to wait before restart `attempt` (0 for the first), or null when all were made. */
export function nextRestartDelay(attempt: number): number | null {
  return RESTART_DELAYS_MS[attempt] ?? null;
}
