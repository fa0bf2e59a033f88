// Removes what the page's token database holds. Only after somebody has said yes.
import { openTokens, settled } from './token-database.ts';

async function clear(): Promise<boolean> {
  const database = await openTokens();
  if (!database) return true;
  try {
    await settled(database.transaction('tokens', 'readwrite').objectStore('tokens').clear());
    return true;
  } finally {
    database.close();
  }
}

export const result = clear().catch(() => false);
