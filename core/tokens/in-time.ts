import { namedError } from '../util/errors.ts';

/** Some browsers leave a request to their storage unanswered; a call must not wait for it. */
const TIMEOUT_MS = 2_000;

/** What `work` comes to. @throws TimeoutError if that takes more than two seconds. */
export async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(namedError('TimeoutError', 'The storage did not answer.')), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
