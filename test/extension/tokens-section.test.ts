import './helpers/without-window.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VNode } from 'snabbdom';
import type { CachedTokens } from '../../extension/faces/cached-tokens.ts';
import { parseCachedTokens } from '../../extension/hops/cached-token.ts';
import { tokensSection } from '../../extension/ui/tokens-section.ts';

/** The lines about one token, by their labels. */
function linesOf(record: object): Record<string, string | undefined> {
  const tokens = parseCachedTokens(JSON.stringify([record]));
  const section = tokensSection({ tokens, asking: false } as unknown as CachedTokens) as VNode;
  const list = section.children?.find((child) => typeof child !== 'string' && child.sel === 'dl') as VNode;
  const textOf = ({ text, children = [] }: VNode): string =>
    text ?? children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
  const texts = (list.children ?? []).map((child) => (typeof child === 'string' ? child : textOf(child)));
  return Object.fromEntries(texts.flatMap((text, i) => (i % 2 === 0 ? [[text, texts[i + 1]]] : [])));
}

describe('a token that a page keeps', () => {
  const token = { site: 'https://call.example', server: 'wss://call.example', room: 'lobby', turn: false };

  it('has no end and no relay where it says so', () => {
    const lines = linesOf(token);
    assert.deepEqual([lines['Expires'], lines['Relay inside']], ['no expiry', 'no']);
  });

  it('has neither known where it cannot be read', () => {
    const lines = linesOf({ ...token, opaque: true });
    assert.deepEqual([lines['Expires'], lines['Relay inside']], ['not known', 'not known']);
    assert.equal(lines['Allowed to'], 'not known');
  });
});
