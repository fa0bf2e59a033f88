const MAX_ORIGIN = 300;

/** Who sent a message, as both browsers say it. */
export interface Sender {
  readonly origin?: string | undefined;
  readonly url?: string | undefined;
  readonly tab?: { readonly url?: string | undefined } | undefined;
}

/** The origin of the document that a message came from; empty where it has none of its own, as a sandboxed frame written by a page. */
export const originOf = ({ origin, url }: Sender): string => webOrigin(origin) ?? webOrigin(url) ?? '';

/** Whose permission watches that document: a frame without an origin is of the page that it is in. */
export const siteOf = (sender: Sender): string => originOf(sender) || (webOrigin(sender.tab?.url) ?? '');

/** In a sandbox the browser names no origin, but the address that was loaded there. */
function webOrigin(address: string | undefined): string | undefined {
  try {
    const { protocol, origin } = new URL(address ?? '');
    return /^https?:$/.test(protocol) && origin.length <= MAX_ORIGIN ? origin : undefined;
  } catch {
    return undefined;
  }
}
