export interface BillingPeriod {
  /** `2026-11`, a name that sorts. */
  id: string;
  /** Unix seconds. */
  start: number;
  /** Unix seconds; the first that belongs to the next period. */
  end: number;
}

/** The calendar month, in UTC, that a moment belongs to. @param nowMs unix milliseconds */
export function billingPeriod(nowMs: number): BillingPeriod {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return {
    id: now.toISOString().slice(0, 7),
    start: Date.UTC(year, month) / 1000,
    end: Date.UTC(year, month + 1) / 1000,
  };
}
