import type { Trace } from '../../../core/recorder/trace.ts';
import { wait } from './media.ts';

/** Until the doctor has seen what a fault begins from: on a busy machine its looks are further apart. */
export async function seen(condition: (trace: Trace) => boolean): Promise<void> {
  while (!condition(window.doctor.trace)) await wait(50);
}
