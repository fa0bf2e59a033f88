const MAX_FRAMES = 50;
const MAX_ORIGIN = 300;

/** Origins of the frames in this document that are of another origin than its own, as far as their addresses tell. */
export function childOrigins(document: Document): string[] {
  const origins = new Set<string>();
  for (const frame of [...document.querySelectorAll<HTMLIFrameElement>('iframe[src]')].slice(0, 500)) {
    const origin = originOf(frame.src, document.baseURI);
    if (origin !== undefined && origin !== document.location.origin) origins.add(origin);
    if (origins.size >= MAX_FRAMES) break;
  }
  return [...origins];
}

function originOf(address: string, base: string): string | undefined {
  try {
    const { protocol, origin } = new URL(address, base);
    return /^https?:$/.test(protocol) && origin.length <= MAX_ORIGIN ? origin : undefined;
  } catch {
    return undefined;
  }
}
