import type { Code } from '../catalogue.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { GRACE, RECENT } from '../thresholds.ts';
import { isOpen, lostSockets, wasWelcomed } from '../views/sockets.ts';

const MEANING: Readonly<Record<number, Code>> = {
  4001: 'token-invalid',
  4002: 'token-expired',
  4003: 'channel-not-authorized',
  4010: 'connection-limit',
  4011: 'message-rate',
  4012: 'account-suspended',
  4020: 'kicked',
};

/** What the server said by closing. */
export function* closeCodes({ trace, now }: Scene): Iterable<Proof> {
  const own = trace.sockets.filter(({ ours }) => ours);
  // A rate that was too high is a fact for a while, even though the client is back at once.
  const hasty = own.filter(({ closeCode, closedAt = 0 }) => closeCode === 4011 && now - closedAt < RECENT);
  const lost = new Set([...lostSockets(trace), ...hasty]);
  for (const socket of lost) {
    const { closeCode = 0, closedAt = now, closeReason } = socket;
    const code = MEANING[closeCode];
    if (!code) continue;
    // A token that ends during a call is renewed by a reconnect: nobody notices.
    if (code === 'token-expired' && wasWelcomed(socket) && now - closedAt < GRACE) continue;
    yield {
      code,
      params: { count: own.filter(isOpen).length },
      evidence: {
        'close code': closeCode,
        reason: closeReason || undefined,
        'open connections of this page': code === 'connection-limit' ? own.filter(isOpen).length : undefined,
        'token expired': socket.tokenExpiresAt && new Date(socket.tokenExpiresAt).toISOString(),
      },
    };
  }
}
