import type { VNode } from 'snabbdom';
import type { CachedTokens } from '../faces/cached-tokens.ts';
import type { CachedToken } from '../hops/cached-token.ts';
import { t } from '../words/words.ts';
import { button, el } from './dom.ts';
import type { Child } from './dom.ts';
import { duration } from './time.ts';

/** The tokens that the page keeps, without the tokens; nothing where it keeps none. */
export function tokensSection(cached: CachedTokens): Child {
  if (cached.tokens.length === 0) return null;
  return el(
    'section.tokens',
    null,
    el('h2', null, t('section.tokens')),
    ...cached.tokens.map(token),
    cached.asking
      ? el(
          'div',
          { attrs: { role: 'alertdialog', 'aria-label': t('tokens.clear') } },
          el('p', null, t('tokens.confirm')),
          button(t('tokens.confirm.yes'), () => void cached.clear(), { 'data-action': 'clear-tokens' }),
          button(t('tokens.confirm.no'), () => cached.ask(false)),
        )
      : button(t('tokens.clear'), () => cached.ask(true)),
  );
}

function token({ site, opaque, kid, room, channels, permissions, expiresAt, turn }: CachedToken): VNode {
  const line = (label: string, value: string): VNode[] => [el('dt', null, label), el('dd', null, value)];
  const noSend = permissions !== undefined && !permissions.includes('send');
  return el(
    'dl',
    { attrs: { 'data-token': '' } },
    ...line(t('tokens.site'), site),
    ...line(t('tokens.key'), kid ?? t('value.unknown')),
    ...line(t('tokens.channels'), (channels ?? [room]).join(', ')),
    ...line(t('tokens.permissions'), permissions?.join(', ') ?? t('value.unknown')),
    ...(noSend ? [el('dd.warn', null, t('tokens.no-send'))] : []),
    ...line(t('tokens.expires'), opaque ? t('value.unknown') : expiryOf(expiresAt)),
    ...line(t('tokens.turn'), t(opaque ? 'value.unknown' : turn ? 'value.yes' : 'value.no')),
  );
}

function expiryOf(expiresAt: number | undefined): string {
  if (expiresAt === undefined) return t('tokens.never');
  const left = expiresAt - Date.now();
  return left <= 0 ? t('tokens.expired') : t('tokens.in', { time: duration(left) });
}
