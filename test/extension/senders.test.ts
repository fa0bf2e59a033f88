import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { originOf, siteOf } from '../../extension/background/senders.ts';

const tab = { url: 'https://top.example/page' };

describe('who sends a message', () => {
  it('is known by the origin that the browser names', () => {
    const frame = { origin: 'https://frame.example', url: 'https://frame.example/call', tab };
    assert.deepEqual([originOf(frame), siteOf(frame)], ['https://frame.example', 'https://frame.example']);
    const written = { origin: 'https://top.example', url: 'about:srcdoc', tab };
    assert.equal(siteOf(written), 'https://top.example');
  });

  it('is known in a sandbox by the address that was loaded there', () => {
    const sandboxed = { origin: 'null', url: 'https://frame.example/call', tab };
    assert.deepEqual(
      [originOf(sandboxed), siteOf(sandboxed)],
      ['https://frame.example', 'https://frame.example'],
    );
  });

  it('is of the page around it where it has neither, and of nobody where that is not told', () => {
    const written = { origin: 'null', url: 'about:srcdoc', tab };
    assert.deepEqual([originOf(written), siteOf(written)], ['', 'https://top.example']);
    assert.equal(siteOf({ origin: 'null', url: 'about:srcdoc', tab: {} }), '');
    for (const odd of ['', 'file:///etc', 'chrome-extension://x', `https://${'x'.repeat(400)}.example`])
      assert.equal(siteOf({ origin: odd }), '', odd);
  });
});
