import type { Connection } from './connection.ts';
import type { ServerLimits } from './limits.ts';

/**
 * Sends connections away evenly over a window that grows with their number up to its limit, so that
 * they do not all come back in one second. Settles when the last one has been told.
 */
export async function drain(connections: readonly Connection[], limits: ServerLimits): Promise<void> {
  const { drainPerSecond, drainWindowMs, retryAfterMs } = limits;
  const windowMs = Math.min(drainWindowMs, (connections.length / drainPerSecond) * 1000);
  const startedAt = performance.now();
  const sendDue = (): number => {
    const passed = windowMs === 0 ? 1 : Math.min(1, (performance.now() - startedAt) / windowMs);
    return Math.ceil(passed * connections.length);
  };
  let sent = 0;
  while (sent < connections.length) {
    for (const due = Math.max(1, sendDue()); sent < due; sent++) {
      connections[sent]?.goAway(Math.round(retryAfterMs * (1 + Math.random())));
    }
    if (sent < connections.length) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
