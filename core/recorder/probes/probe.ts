import { cleanError, cleanText } from '../clean.ts';
import type { ProbeResult } from '../trace.ts';

/** A probe that did not get as far as it should; `name` says where, for people and rules alike. */
export function probeError(name: string, message: string): Error {
  const err = new Error(message);
  err.name = name;
  return err;
}

/** Runs `work` and tells what came of it; never rejects. After `timeoutMs` it has failed with a TimeoutError. */
export async function probe(
  kind: ProbeResult['probe'],
  target: string,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<ProbeResult> {
  const at = Date.now();
  const started = performance.now();
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = probeError('TimeoutError', `There was no answer within ${timeoutMs} ms.`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  const failure = await Promise.race([work(controller.signal), late]).then(
    () => undefined,
    (err: unknown) => ({ error: cleanError(err) }),
  );
  clearTimeout(timer);
  controller.abort();
  const result = { at, probe: kind, target: cleanText(target), ok: !failure };
  return { ...result, tookMs: Math.round(performance.now() - started), ...failure };
}
