import browser from 'webextension-polyfill';

/** The match pattern of everything at the host of an address, or undefined where none can be asked for. */
export function patternOf(address: string): string | undefined {
  try {
    const { protocol, hostname } = new URL(address);
    return /^https?:$/.test(protocol) && hostname !== '' ? `${protocol}//${hostname}/*` : undefined;
  } catch {
    return undefined;
  }
}

export async function isGranted(address: string): Promise<boolean> {
  const pattern = patternOf(address);
  return pattern !== undefined && (await browser.permissions.contains({ origins: [pattern] }));
}

/**
 * Asks for sites. To be called in the very handler of a click, before anything is awaited: browsers ask nobody otherwise.
 * Resolves to whether they were granted.
 */
export const requestSites = (addresses: readonly string[]): Promise<boolean> =>
  browser.permissions.request({ origins: patternsOf(addresses) });

export const forgetSites = (addresses: readonly string[]): Promise<boolean> =>
  browser.permissions.remove({ origins: patternsOf(addresses) });

/** Whether one permission is for both. */
export const isSameSite = (one: string, other: string): boolean => patternOf(one) === patternOf(other);

const patternsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.flatMap((address) => patternOf(address) ?? [])),
];
