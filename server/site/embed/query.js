/** Longer than any name or key that is accepted further on; what is cut here is refused there. */
const MAX_LENGTH = 256;
const PUBLISHABLE_KEY = /^pk_[\w-]+$/;
const SECRET = /(^|[^A-Za-z0-9])sk_\w{3,}/;
/** Query parameter to attribute of the element. */
const ATTRIBUTES = {
  room: 'room',
  name: 'display-name',
  lang: 'lang',
  theme: 'theme',
  layout: 'layout',
  controls: 'controls',
  lobby: 'lobby',
};

const warn = (words) => console.warn(`[metered-call] ${words}`);

/**
 * What the frame's address asks for. `apiKey` is null if it names none, `parentOrigin` undefined likewise.
 * Secrets and tokens are refused, since addresses end up in logs and histories.
 */
export function readQuery(search) {
  const query = new URLSearchParams(search);
  const holdsKey = [...query.values()].some((value) => SECRET.test(value));
  const hasSecret = holdsKey || query.has('token');
  if (query.has('token')) warn('a token does not go in the address; send it with postMessage');

  const settings = {};
  for (const [parameter, attribute] of Object.entries(ATTRIBUTES)) {
    const value = (query.get(parameter) ?? '').trim().slice(0, MAX_LENGTH);
    if (value !== '' && !SECRET.test(value)) settings[attribute] = value;
  }
  return {
    settings,
    apiKey: holdsKey ? 'sk_refused' : keyOf(query.get('api-key')),
    autojoin: query.has('autojoin'),
    hasSecret,
    parentOrigin: query.get('parent-origin') ?? undefined,
  };
}

/** The element says what is wrong with an empty key, and with the stand-in for a secret one. */
function keyOf(value) {
  if (value === null) return null;
  if (value.length <= MAX_LENGTH && PUBLISHABLE_KEY.test(value)) return value;
  warn('api-key has to be a publishable key (pk_…)');
  return '';
}
