import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { loadConfig } from '../../server/config/load-config.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { authorize } from '../../server/rest/authorize.ts';
import { indexCredentials } from '../../server/tenants.ts';
import { startProcess, writeConfig } from './cluster.ts';

const EXAMPLE = fileURLToPath(new URL('../../server/config.example.json', import.meta.url));
const undo: (() => unknown)[] = [];
after(async () => {
  for (const step of undo.reverse()) await step();
});

const TENANT = `{
  "id": "a",
  "publishableKeys": [{ "key": "pk_live_a", "channels": ["**"] }],
  "secretKeys": [{ "id": "sk_id_a", "secret": "SECRET-VALUE-OF-THIRTY-TWO-BYTES" }]
}`;

describe('the configuration file', () => {
  it('of the repository is valid', () => {
    const env = { TURN_SECRET: 't', SIGNALLING_SECRET: 's'.repeat(32) };
    const { host, port, service } = loadConfig(EXAMPLE, env);
    assert.deepEqual([host, port], ['127.0.0.1', 8080]);
    assert.equal(service.turn?.secret, 't');
    assert.equal(service.tenants?.[0]?.secretKeys[0]?.secret, 's'.repeat(32));
    assert.equal(service.tenants?.[0]?.plan?.maxConnections, 5000);
  });

  it('leaves send off on keys that do not ask for it', () => {
    const { tenants } = parseConfig(`{"tenants": [${TENANT}]}`);
    assert.deepEqual(tenants[0]?.publishableKeys[0]?.actions, ['publish', 'subscribe', 'presence']);
  });

  for (const [name, text, line, pattern] of [
    ['broken JSON', '{\n  "tenants": [\n    {,}\n]}', 3, /./],
    ['nothing', '', 1, /./],
    ['a list', '[]', 1, /must be an object/],
    ['a missing field', '{\n\n"listen": {}\n}', 1, /tenants/],
    ['an unknown field', '{\n"tenants": [],\n"colour": 1\n}', 3, /colour is not a field/],
    ['a field given twice', '{\n"tenants": [],\n"tenants": []\n}', 3, /twice/],
    ['__proto__', '{\n"tenants": [],\n"__proto__": {"x": 1}\n}', 3, /not a field/],
    ['a port that is text', '{\n"tenants": [],\n"listen": {\n"port": "80"\n}\n}', 4, /listen\.port must be/],
    ['a port too high', '{"tenants": [],\n"listen": {"port":\n70000}}', 2, /listen\.port/],
    [
      'a foreign key',
      '{"tenants": [\n{"id": "a", "publishableKeys": [\n{"key": "sk_secret_SECRET-VALUE", "channels": []}]}]}',
      3,
      /pk_live_/,
    ],
    [
      'an unknown action',
      '{"tenants": [\n{"id": "a", "secretKeys": [\n{"id": "sk_id_a", "secret": "SECRET-VALUE",\n"actions": ["kick"]}]}]}',
      4,
      /actions/,
    ],
    [
      'a demo key that is none',
      '{"tenants": [],\n"demoKey": "sk_secret_SECRET-VALUE"}',
      2,
      /demoKey must begin with/,
    ],
    ['a network that is none', '{"tenants": [],\n"trustedProxies": ["10.0.0.0/33"]}', 2, /network/],
    [
      'a framing origin that would end its directive',
      '{"tenants": [],\n"frameAncestors": ["https://a.example;x"]}',
      2,
      /frameAncestors\[0\] must be an origin/,
    ],
    [
      'an origin with a path',
      '{"tenants": [{"id": "a", "publishableKeys": [{"key": "pk_live_a", "channels": [],\n"allowedOrigins": ["https://a.example/x"]}]}]}',
      2,
      /origin/,
    ],
    [
      'a TURN URL of http',
      '{"tenants": [],\n"turn": {"secret": "SECRET-VALUE",\n"urls": ["http://a"]}}',
      3,
      /turn/,
    ],
    [
      'a secret that is a number',
      '{"tenants": [],\n"turn": {"urls": ["turn:a"],\n"secret": 12345678}}',
      3,
      /text, or/,
    ],
  ] as const) {
    it(`with ${name} is refused, naming the line and no value`, () => {
      assert.throws(
        () => parseConfig(text),
        (error) => {
          assert.ok(error instanceof Error);
          assert.match(error.message, new RegExp(`^line ${line}: `));
          assert.match(error.message, pattern);
          assert.doesNotMatch(error.message, /SECRET-VALUE|12345678/);
          return true;
        },
      );
    });
  }

  it('that names a secret or a TLS file which is not there is refused, naming the line', async () => {
    for (const [text, pattern] of [
      [
        '{"tenants": [],\n"turn": {"urls": ["turn:a"],\n"secret": {"env": "NOT_SET"}}}',
        /^line 3: turn\.secret/,
      ],
      [
        '{"tenants": [],\n"listen": {"tls": {\n"cert": "none.pem", "key": "none.pem"}}}',
        /^line 3: listen\.tls\.cert/,
      ],
      [`{"tenants": [\n${TENANT},\n${TENANT}]}`, /^line 1: tenants are not valid/],
      [
        `{"tenants": [${TENANT}],\n"demoKey": "pk_live_b"}`,
        /^line 6: demoKey must be a publishable key of one of the tenants$/,
      ],
      [
        '{"tenants": [{"id": "a", "secretKeys": [{"id": "sk_id_a",\n"secret": "SECRET-VALUE"}]}]}',
        /^line 2: tenants\.0\.secretKeys\.0\.secret must be at least 32 characters long; openssl rand -hex 32 makes one$/,
      ],
      [
        '{"tenants": [{"id": "a", "secretKeys": [{"id": "sk_id_a",\n"secret": {"env": "SHORT"}}]}]}',
        /^line 2: tenants\.0\.secretKeys\.0\.secret must be at least 32 characters long/,
      ],
    ] as const) {
      const { file, remove } = await writeConfig(text);
      undo.push(remove);
      assert.throws(() => loadConfig(file, { SHORT: 'x'.repeat(31) }), { message: pattern });
    }
  });

  const SIGNING = `{"tenants": [{"id": "a", "secretKeys": [{"id": "sk_id_a",\n"secret": {"env": "SECRET"}}]}]}`;
  const TURN = `{"tenants": [],\n"turn": {"urls": ["turn:a"],\n"secret": {"env": "SECRET"}}}`;
  const long = 'SECRET-VALUE-OF-THIRTY-TWO-BYTES';
  for (const [name, text, secret] of [
    ['a line break behind its secret', SIGNING, `${long}\n`],
    ['a space before its secret', SIGNING, ` ${long}`],
    ['spaces in its secret', SIGNING, `${long} ${long}`],
    ['a secret beyond ASCII', SIGNING, `${long}é`],
    ['a secret longer than a header may have', SIGNING, long.repeat(33)],
    ['a line break behind its TURN secret', TURN, `${long}\n`],
    ['a space before its TURN secret', TURN, ` ${long}`],
  ] as const) {
    it(`with ${name} is refused, naming the line and no value`, async (t) => {
      const { file, remove } = await writeConfig(text);
      t.after(remove);
      const [line, message] =
        text === SIGNING
          ? [
              2,
              'tenants.0.secretKeys.0.secret must be at most 1024 characters of printable ASCII, without a space or line break',
            ]
          : [3, 'turn.secret must not begin or end with a space or a line break'];
      assert.throws(() => loadConfig(file, { SECRET: secret }), { message: `line ${line}: ${message}` });
    });
  }

  it('may have any secret that an Authorization header carries, and REST knows it', async (t) => {
    const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('');
    const { file, remove } = await writeConfig(SIGNING);
    t.after(remove);
    for (const secret of [long, printable, printable.repeat(11).slice(0, 1_024)]) {
      const credentials = indexCredentials(loadConfig(file, { SECRET: secret }).service.tenants ?? []);
      assert.equal(authorize(`Bearer sk_id_a:${secret}`, credentials).tenant.id, 'a');
    }
  });
});

describe('a server with a configuration', () => {
  it('takes a new one on SIGHUP and keeps its connections; a bad one changes nothing', async () => {
    const tenant = (id: string) => ({ id, publishableKeys: [{ key: `pk_live_${id}`, channels: ['**'] }] });
    const listen = { port: 0 };
    const config = await writeConfig({ listen, tenants: [tenant('a')] });
    undo.push(config.remove);
    const server = await startProcess(['--config', config.file], { LOG_LEVEL: 'info' });
    undo.push(() => server.end('SIGKILL'));
    const enter = async (key: string): Promise<number | WebSocket> => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1?key=${key}`);
      undo.push(() => socket.terminate());
      return new Promise((resolve) => {
        socket.on('message', () => resolve(socket));
        socket.on('close', (code) => resolve(code));
      });
    };
    const logged = async (text: string): Promise<void> => {
      while (!server.stderr().includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const first = await enter('pk_live_a');
    assert.ok(first instanceof WebSocket);
    assert.equal(await enter('pk_live_b'), 4001);

    await config.rewrite('{\n"tenants": [\n{"id": 1}]}');
    server.signal('SIGHUP');
    await logged('old one stays');
    assert.match(server.stderr(), /line 3: tenants/);
    assert.ok((await enter('pk_live_a')) instanceof WebSocket);

    await config.rewrite({ listen, tenants: [tenant('b')] });
    server.signal('SIGHUP');
    await logged('was read again');
    assert.ok((await enter('pk_live_b')) instanceof WebSocket);
    assert.equal(await enter('pk_live_a'), 4001);
    assert.equal(first.readyState, WebSocket.OPEN);
    for (const line of server.stderr().trim().split('\n')) assert.ok(JSON.parse(line));
    assert.doesNotMatch(server.stderr(), /pk_live_[ab]/);
  });

  for (const [name, args, pattern] of [
    ['a file that is not there', ['--config', '/nowhere/at/all.json'], /cannot be read/],
    ['--lan beside it', ['--config', 'x', '--lan'], /does not go with/],
    ['a Redis that is none', ['--redis', 'http://x'], /redis:\/\//],
  ] as const) {
    it(`says in one line what is wrong with ${name}`, async () => {
      await assert.rejects(startProcess([...args]), pattern);
    });
  }
});
