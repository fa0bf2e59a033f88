import { BackplaneError } from '../backplane.ts';
import { CONFIRM_MS } from './confirmations.ts';

/**
 * What Redis answers to a command, if it does so in time: one that hangs keeps its connections open and
 * answers nothing. The command may still be carried out later.
 * @throws BackplaneError through the promise
 */
export async function answered<T>(command: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), CONFIRM_MS);
  });
  try {
    return await Promise.race([command, late]);
  } catch {
    throw new BackplaneError('Redis does not answer.');
  } finally {
    clearTimeout(timer);
  }
}
