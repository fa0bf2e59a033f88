import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseProbeRequest } from '../../extension/hops/probe-request.ts';

it('takes a request for a test that names what it reaches, and nothing else', () => {
  const good = [
    { probe: 'turn', target: 'turns:relay.example:443?transport=tcp' },
    { probe: 'signalling', target: 'wss://call.example' },
    { probe: 'capture', target: 'camera' },
    { probe: 'autoplay', target: 'audio' },
  ];
  for (const request of good) assert.deepEqual(parseProbeRequest({ ...request, extra: 1 }), request);
  const bad = [
    null,
    'turn',
    [],
    { probe: 'turn' },
    { probe: 'turn', target: 'stun:relay.example' },
    { probe: 'turn', target: `turn:${'x'.repeat(400)}` },
    { probe: 'signalling', target: 'https://call.example' },
    { probe: 'signalling', target: 'wss://call.example/v1' },
    { probe: 'capture', target: 'screen' },
    { probe: '__proto__', target: 'audio' },
    { probe: 'constructor', target: 'audio' },
  ];
  for (const request of bad) assert.equal(parseProbeRequest(request), undefined, JSON.stringify(request));
});
