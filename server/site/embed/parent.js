const PREFIX = 'metered-call:';
/** So many things that happened are kept for a parent that is not known yet; then the oldest go. */
const MAX_KEPT = 100;

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
  const kept = [];
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
    if (type !== 'init') return void onMessage({ ...data, type });
    onInit();
    for (const [about, detail] of kept.splice(0)) tell(about, detail);
  });

  function tell(type, detail = {}) {
    if (host !== null && origin !== null) host.postMessage({ type: PREFIX + type, detail }, origin);
  }
  return {
    /** Says it now, or to nobody. */
    tell,
    /** Says it now, or as soon as the parent is known. */
    report(type, detail) {
      if (origin !== null) return tell(type, detail);
      if (host === null || isNamed) return;
      kept.push([type, detail]);
      if (kept.length > MAX_KEPT) kept.shift();
    },
  };
}
