import { PROTOCOL_PATH } from '../../protocol/limits.ts';
import type { ProbeResult } from '../trace.ts';
import { unrecorded } from '../unrecorded.ts';
import { probe, probeError } from './probe.ts';

const PATIENCE_MS = 8_000;

/**
 * Whether a signalling server answers at all. Opens a socket without a credential: a server that is there refuses it with
 * a code of its own, and only one that is not, or is kept from us, ends it with 1006.
 * @param origin For instance `wss://rms.metered.ca`.
 */
export function probeSignalling(origin: string): Promise<ProbeResult> {
  return probe('signalling', origin, PATIENCE_MS, (signal) => {
    const socket = unrecorded(() => new WebSocket(`${origin}${PROTOCOL_PATH}?key=probe`));
    signal.addEventListener('abort', () => socket.close(), { once: true });
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('close', ({ code }) => {
        const error = probeError('UnreachableError', 'The server did not answer.');
        if (code === 1006) reject(Object.assign(error, { code: '1006' }));
        else resolve();
      });
    });
  });
}
