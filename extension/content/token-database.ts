const NAME = 'metered-call-tokens';

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('the database refused'));
  });
}

/** The page's token database (docs/tokens.md), or undefined where there is none: it is never created here. */
export async function openTokens(): Promise<IDBDatabase | undefined> {
  const { indexedDB } = window;
  if (!(await indexedDB.databases()).some(({ name }) => name === NAME)) return undefined;
  const request = indexedDB.open(NAME);
  // It went between the two questions: what would be made now is given up again.
  request.onupgradeneeded = () => request.transaction?.abort();
  const database = await settled(request);
  if (database.objectStoreNames.contains('tokens')) return database;
  database.close();
  return undefined;
}
