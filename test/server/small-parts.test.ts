import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IncomingMessage } from 'node:http';
import { NoopLogger } from '../../core/util/log.ts';
import { parseCliOptions } from '../../server/cli-options.ts';
import { AddressSet, clientAddress } from '../../server/client-address.ts';
import { ConnectionRate } from '../../server/connection-rate.ts';
import { toJson } from '../../server/json-size.ts';
import { isLoopbackHost } from '../../server/loopback.ts';
import { MessageRate } from '../../server/message-rate.ts';
import { Peers } from '../../server/peers.ts';
import { RefusalLog } from '../../server/refusal-log.ts';
import { settle } from '../../server/settings.ts';

describe('the connection rate', () => {
  it('stops one address above its limit, says how long, and forgets after a minute', () => {
    const rate = new ConnectionRate();
    assert.equal(rate.attempt('192.0.2.1', 1_000, 2), 0);
    assert.equal(rate.attempt('192.0.2.1', 2_000, 2), 0);
    assert.equal(rate.attempt('192.0.2.1', 11_000, 2), 50_000);
    assert.equal(rate.attempt('192.0.2.2', 11_000, 2), 0);
    assert.equal(rate.attempt('192.0.2.1', 61_000, 2), 0);
  });

  for (const [one, two, same] of [
    ['2001:db8::1', '2001:db8::2', true],
    ['2001:db8:0:0:1::1', '2001:db8::ffff', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['__proto__', 'constructor', false],
  ] as const) {
    it(`takes ${one} and ${two} for ${same ? 'one source' : 'two'}`, () => {
      const rate = new ConnectionRate();
      rate.attempt(one, 0, 1);
      assert.equal(rate.attempt(two, 0, 1) > 0, same);
    });
  }
});

describe('attempts in a minute', () => {
  for (const [address, host, configured, expected] of [
    ['203.0.113.9', '127.0.0.1', undefined, 60],
    ['203.0.113.9', '0.0.0.0', undefined, 60],
    ['127.0.0.1', '127.0.0.1', undefined, 6_000],
    ['::1', '0.0.0.0', undefined, 6_000],
    ['127.0.0.1', '127.0.0.1', 5, 5],
    ['203.0.113.9', '127.0.0.1', 500, 500],
  ] as const) {
    const of = configured === undefined ? 'by default' : `with a limit of ${configured}`;
    it(`are ${expected} for ${address}, served on ${host} ${of}`, () => {
      const limits = configured === undefined ? {} : { connectionsPerMinute: configured };
      assert.equal(settle({ tenants: [], limits }, host).attemptsOf(address), expected);
    });
  }
});

describe('the log of refused attempts', () => {
  const recorded = () => {
    const lines: unknown[] = [];
    const log = new RefusalLog({ ...NoopLogger, warn: (_msg, ctx) => void lines.push(ctx) });
    return { lines, log };
  };

  it('has one line an address and minute, with the number since the last', () => {
    const { lines, log } = recorded();
    for (let n = 0; n < 1_000; n++) log.refused('192.0.2.1', n);
    log.refused('192.0.2.2', 1_000);
    log.refused('192.0.2.1', 60_000);
    log.refused('192.0.2.1', 200_000);
    assert.deepEqual(
      lines,
      [
        ['192.0.2.1', 1],
        ['192.0.2.2', 1],
        ['192.0.2.1', 1_000],
        ['192.0.2.1', 1],
      ].map(([address, attempts]) => ({ status: 429, address, attempts })),
    );
  });

  it('stays short whoever comes', () => {
    const { lines, log } = recorded();
    for (let n = 0; n < 5_000; n++) log.refused(`192.0.${n >> 8}.${n & 255}`, n);
    assert.equal(lines.length, 100);
  });
});

describe('who is asking', () => {
  const trusted = new AddressSet(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const [forwarded, expected] of [
    [undefined, '127.0.0.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[::ffff:192.0.2.1]:1', '192.0.2.1'],
    ['192.0.2.9, 192.0.2.1:80, 10.1.2.3:443, [fd00::1]:443', '192.0.2.1'],
    ['192.0.2.1, unknown', '127.0.0.1'],
    ['192.0.2.1:', '127.0.0.1'],
    ['[192.0.2.1', '127.0.0.1'],
  ] as const) {
    it(`is ${expected} where the proxy here says ${forwarded}`, () => {
      const request = { socket: { remoteAddress: '127.0.0.1' }, headers: { 'x-forwarded-for': forwarded } };
      assert.equal(clientAddress(request as unknown as IncomingMessage, trusted), expected);
    });
  }
});

describe('the message rate', () => {
  it('allows a burst, then what refills', () => {
    const rate = new MessageRate({ perSecond: 100, burst: 200 }, 0);
    const taken = (nowMs: number, tries: number) =>
      Array.from({ length: tries }, () => rate.take(nowMs)).filter(Boolean).length;
    assert.equal(taken(0, 300), 200);
    assert.equal(taken(500, 300), 50);
    assert.equal(taken(60_000, 300), 200);
  });
});

describe('the burst of a plan', () => {
  for (const [plan, expected] of [
    [{}, 200],
    [{ messagesPerSecond: 0.1 }, 1],
    [{ messagesPerSecond: 0.5 }, 1],
    [{ messagesPerSecond: 5 }, 10],
    [{ messagesPerSecond: 0.1, messageBurst: 7 }, 7],
  ] as const) {
    it(`that says ${JSON.stringify(plan)} is ${expected}`, () => {
      const tenant = { id: 'a', plan, publishableKeys: [], secretKeys: [] };
      assert.equal(settle({ tenants: [tenant] }, '127.0.0.1').limitsOf(tenant).messageBurst, expected);
    });
  }
});

describe('peers', () => {
  it('answer with the newest socket, and the one before once that is gone', () => {
    const peers = new Peers<{ peerId: string; n: number }>();
    const [one, two] = [
      { peerId: '__proto__', n: 1 },
      { peerId: '__proto__', n: 2 },
    ];
    assert.equal(peers.newest('__proto__'), undefined);
    peers.add(one);
    peers.add(two);
    assert.equal(peers.newest('__proto__'), two);
    peers.remove(two);
    assert.equal(peers.newest('__proto__'), one);
    peers.remove(one);
    peers.remove(one);
    assert.equal(peers.newest('__proto__'), undefined);
    assert.deepEqual(peers.all(), []);
  });
});

describe('JSON', () => {
  it('that is too deep to write comes back as nothing', () => {
    const depth = 30_000;
    assert.equal(toJson(JSON.parse('['.repeat(depth) + ']'.repeat(depth))), undefined);
    assert.equal(toJson({ a: 1 }), '{"a":1}');
  });
});

describe('a loopback host', () => {
  for (const [host, expected] of [
    ['localhost', true],
    ['LOCALHOST', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.0.2.1', false],
    ['127.0.0.1.example', false],
    ['localhost.example', false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} ${host}`, () => assert.equal(isLoopbackHost(host), expected));
  }
});

describe('the command line', () => {
  const given = { port: undefined, host: undefined, lan: false, config: undefined, redis: undefined };
  const run = { kind: 'run', ...given };
  for (const [argv, env, expected] of [
    [[], {}, run],
    [[], { PORT: '' }, run],
    [[], { PORT: '3000' }, { ...run, port: 3000 }],
    [['--port', '0'], { PORT: '3000' }, { ...run, port: 0 }],
    [['--port=65535'], {}, { ...run, port: 65535 }],
    [['--lan'], {}, { ...run, lan: true }],
    [['--lan', '--host', '192.0.2.1'], {}, { ...run, host: '192.0.2.1', lan: true }],
    [['--host', '::1'], {}, { ...run, host: '::1' }],
    [['--config', 'a.json'], {}, { ...run, config: 'a.json' }],
    [['--redis', 'redis://r:1'], { REDIS_URL: 'redis://other' }, { ...run, redis: 'redis://r:1' }],
    [[], { REDIS_URL: 'rediss://r' }, { ...run, redis: 'rediss://r' }],
    [['--help'], {}, { kind: 'help' }],
  ] as const) {
    it(`reads ${JSON.stringify(argv)} with ${JSON.stringify(env)}`, () => {
      assert.deepEqual(parseCliOptions(argv, env), expected);
    });
  }

  for (const argv of [
    ['--colour'],
    ['-x'],
    ['extra'],
    ['--port'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', '80a'],
    ['--lan=yes'],
    ['--host', ''],
  ]) {
    it(`refuses ${JSON.stringify(argv)} in one line`, () => {
      const parsed = parseCliOptions(argv, {});
      assert.equal(parsed.kind, 'error');
      assert.match(parsed.kind === 'error' ? parsed.message : '', /^[^\n]{10,}$/);
    });
  }
});
