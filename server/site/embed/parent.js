const PREFIX = 'metered-call:';

/** `text` if it is an origin of the web, else null: a page without one cannot be told from any other. */
function webOrigin(text) {
  try {
    const { protocol, origin } = new URL(text);
    return /^https?:$/.test(protocol) && origin === text ? origin : null;
  } catch {
    return null;
  }
}

/**
 * The page that frames this one, which the server's `frame-ancestors` has admitted. Its origin is
 * `namedOrigin`, else that of its first `init`; before that nothing is said to it or taken from it, and
 * to or from another origin or window never.
 */
export function openParent({ namedOrigin, onInit, onMessage }) {
  const host = window.parent === window ? null : window.parent;
  const isNamed = namedOrigin !== undefined;
  let origin = isNamed ? webOrigin(namedOrigin) : null;
  if (isNamed && origin === null) {
    console.warn('[metered-call] parent-origin has to be an origin such as https://app.example.com');
  }

  addEventListener('message', ({ source, origin: from, data }) => {
    if (host === null || source !== host) return;
    if (typeof data !== 'object' || data === null || typeof data.type !== 'string') return;
    if (!data.type.startsWith(PREFIX)) return;
    const type = data.type.slice(PREFIX.length);
    if (type === 'init' && !isNamed) origin ??= webOrigin(from);
    if (origin === null || from !== origin) return;
    if (type === 'init') onInit();
    else void onMessage({ ...data, type });
  });

  return {
    tell(type, detail = {}) {
      if (host !== null && origin !== null) host.postMessage({ type: PREFIX + type, detail }, origin);
    },
  };
}
