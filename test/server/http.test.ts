import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Server } from '../../server/app.ts';
import type { ServerLimits } from '../../server/limits.ts';
import { connect as connectSocket, startNode, startServer } from './helpers.ts';

let server: Server;
before(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'metered-call-http-'));
  const assetsDir = join(parent, 'dist');
  const files = {
    'dist/metered-call.js': '/* script */',
    'dist/metered-call.js.map': '{}',
    'dist/sri.json': '{}',
    'dist/core/index.js': 'export {}',
    'dist/core/.hidden.js': 'hidden',
    'dist/widget/index.js': 'export {}',
    'dist/chunks/a-1b2c.js': 'export {}',
    'dist/locales/de.json': '{}',
    'dist/server/cli.js': 'private',
    'dist-neighbour/secret.js': 'private',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(parent, path, '..'), { recursive: true });
    await writeFile(join(parent, path), text);
  }
  server = await startServer({ assetsDir });
});

/** One request with its target untouched, which fetch would tidy up. */
function get(
  path: string,
  headers: OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<{ response: IncomingMessage; text: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ response, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('health', () => {
  it('is 200 and JSON', async () => {
    const { response, text } = await get('/healthz');
    assert.equal(response.statusCode, 200);
    assert.match(String(response.headers['content-type']), /^application\/json/);
    assert.deepEqual(JSON.parse(text), { status: 'ok' });
  });
});

describe('the pages', () => {
  for (const path of ['/', '/demo/', '/demo/?room=x&autojoin', '/demo/broken/', '/demo/relay/']) {
    it(`${path} come with a policy that their own markup keeps`, async () => {
      const { response, text } = await get(path);
      assert.equal(response.statusCode, 200);
      assert.match(String(response.headers['content-type']), /^text\/html; charset=utf-8/i);
      const policy = String(response.headers['content-security-policy']);
      assert.match(policy, /default-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.equal(response.headers['x-content-type-options'], 'nosniff');
      assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style/i, 'nothing inline');
      assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//i, 'no other host');
    });
  }

  it('may connect to the socket of the host they came from, and no other', async () => {
    const policy = async (host: string) =>
      String((await get('/', { host })).response.headers['content-security-policy']);
    assert.match(
      await policy('localhost:8080'),
      /connect-src 'self' ws:\/\/localhost:8080 wss:\/\/localhost:8080;/,
    );
    assert.match(await policy('[::1]:8080'), /ws:\/\/\[::1\]:8080 /);
    assert.match(await policy("x; script-src 'unsafe-inline'"), /connect-src 'self';/);
  });

  it('find every file they name', async () => {
    for (const page of ['/', '/demo/', '/demo/broken/', '/demo/relay/', '/embed/']) {
      const { text } = await get(page);
      for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/[^"]*)"/g)) {
        // Only a build has those; test/docs looks at them.
        if (path.startsWith('/docs/')) continue;
        assert.equal((await get(path)).response.statusCode, 200, path);
      }
    }
    for (const path of ['/copy.js', '/demo-config.js', '/friendly-name.js', '/demo/loopback.js']) {
      const { response } = await get(path);
      assert.equal(response.statusCode, 200, path);
      assert.match(String(response.headers['content-type']), /javascript/);
    }
  });

  it('/demo goes to /demo/ with its query', async () => {
    const { response } = await get('/demo?room=a&autojoin');
    assert.equal(response.statusCode, 308);
    assert.equal(response.headers.location, '/demo/?room=a&autojoin');
  });

  it('/embed goes to /embed/ with its query', async () => {
    const { response } = await get('/embed?room=a');
    assert.equal(response.statusCode, 308);
    assert.equal(response.headers.location, '/embed/?room=a');
  });

  it('get the demo key of this server, if it has one', async () => {
    assert.deepEqual(JSON.parse((await get('/demo/config.json')).text), { apiKey: 'pk_live_demo' });
    const own = await startServer({ tenants: [] });
    assert.deepEqual(await (await fetch(`${own.url}/demo/config.json`)).json(), { apiKey: null });
  });
});

describe('the page to frame', () => {
  const policyOf = async (target: Server): Promise<string> => {
    const response = await fetch(`${target.url}/embed/?room=x`);
    assert.equal(response.status, 200);
    return response.headers.get('content-security-policy') ?? '';
  };

  it('comes with the strictest policy that the element runs under', async () => {
    const { response, text } = await get('/embed/?room=x', { host: 'localhost:8080' });
    assert.match(String(response.headers['content-type']), /^text\/html; charset=utf-8/i);
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
    assert.equal(response.headers['x-frame-options'], undefined);
    assert.deepEqual(String(response.headers['content-security-policy']).split('; '), [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self' ws://localhost:8080 wss://localhost:8080",
      'media-src blob: mediastream:',
      "base-uri 'none'",
      "form-action 'none'",
      'frame-ancestors *',
      "require-trusted-types-for 'script'",
      'trusted-types lit-html',
    ]);
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style/i, 'nothing inline');
  });

  for (const file of ['embed', 'commands', 'events', 'parent', 'query', 'tokens']) {
    it(`brings ${file}.js`, async () => {
      const { response } = await get(`/embed/${file}.js`);
      assert.equal(response.statusCode, 200);
      assert.match(String(response.headers['content-type']), /javascript/);
    });
  }

  it('is framed by those that the configuration names, and others may be named later', async () => {
    const own = await startServer({ frameAncestors: ['https://a.example', 'http://b.example:81'] });
    assert.match(await policyOf(own), /frame-ancestors https:\/\/a\.example http:\/\/b\.example:81;/);
    own.reload({ frameAncestors: [] });
    assert.match(await policyOf(own), /frame-ancestors 'none';/);
  });

  it('leaves the other pages to themselves', async () => {
    for (const path of ['/', '/demo/']) {
      const { response } = await get(path);
      assert.match(String(response.headers['content-security-policy']), /frame-ancestors 'self'/);
    }
  });
});

describe('the built files', () => {
  for (const [path, type] of [
    ['/metered-call.js', 'javascript'],
    ['/metered-call.js.map', 'json'],
    ['/sri.json', 'json'],
    ['/core/index.js', 'javascript'],
    ['/widget/index.js', 'javascript'],
    ['/chunks/a-1b2c.js', 'javascript'],
    ['/locales/de.json', 'json'],
  ] as const) {
    it(`${path} is there for every origin, as ${type}`, async () => {
      const { response } = await get(path);
      assert.equal(response.statusCode, 200);
      assert.ok(String(response.headers['content-type']).includes(type));
      assert.equal(response.headers['access-control-allow-origin'], '*');
      assert.equal(response.headers['cross-origin-resource-policy'], 'cross-origin');
      assert.equal(response.headers['cache-control'], 'no-cache');
    });
  }

  it('are revalidated, and asked for without a body', async () => {
    const { response } = await get('/metered-call.js');
    const again = await get('/metered-call.js', { 'if-none-match': response.headers.etag });
    assert.equal(again.response.statusCode, 304);
    const head = await get('/metered-call.js', {}, 'HEAD');
    assert.equal(head.response.headers['content-length'], '12');
    assert.equal(head.text, '');
  });

  for (const range of ['bytes=5-3', 'bytes=-1', 'bytes=900-', 'bytes=a-b', 'lines=1-2']) {
    it(`survive the range ${range}`, async () => {
      const { response } = await get('/metered-call.js', { range });
      assert.ok([200, 206, 416].includes(response.statusCode ?? 0));
    });
  }
});

describe('a client that reads nothing', () => {
  const LARGE = 'GET /core/large.js HTTP/1.1\r\nHost: x\r\n';
  const upgrade = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const WISH = 'Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n';

  let assetsDir: string;
  before(async () => {
    assetsDir = await mkdtemp(join(tmpdir(), 'metered-call-large-'));
    await mkdir(join(assetsDir, 'core'));
    await writeFile(join(assetsDir, 'core/large.js'), Buffer.alloc(32 * 1_048_576, 32));
  });
  const startSmall = (limits: Partial<ServerLimits> = {}): Promise<Server> =>
    startNode({ assetsDir, limits: { headTimeoutMs: 200, ...limits } });

  /** Asks without reading, asks again once an answer is stuck, and settles when the server's own end is closed. */
  async function letGo({ port }: Server, first: string, second?: string): Promise<void> {
    const accepted = new Promise<Socket>((resolve) => {
      const take = (message: unknown): void => {
        const { socket } = message as { socket: Socket };
        if (socket.localPort !== port) return;
        unsubscribe('net.server.socket', take);
        resolve(socket);
      };
      subscribe('net.server.socket', take);
    });
    const client = connect(port, '127.0.0.1');
    client.pause().on('error', () => undefined);
    client.write(first);
    const socket = await accepted;
    if (second !== undefined) {
      while (!socket.writableNeedDrain) await new Promise((resolve) => setTimeout(resolve, 5));
      client.write(second);
    }
    if (!socket.closed) await once(socket, 'close');
    client.destroy();
  }

  it('of a large file is let go; a socket that is as quiet stays', { timeout: 20_000 }, async () => {
    const own = await startSmall();
    const quiet = await connectSocket(own);
    await letGo(own, `${LARGE}\r\n`);
    assert.deepEqual(await quiet.drain(), []);
  });

  for (const [name, first, second] of [
    ['another protocol, wished for twice,', LARGE + WISH, LARGE + WISH],
    ['an upgrade where there is none', `${LARGE}\r\n`, upgrade('/nowhere')],
  ] as const) {
    it(`of the refusal of ${name} is let go`, { timeout: 20_000 }, async () => {
      await letGo(await startSmall(), first, second);
    });
  }

  it('of the refusal by a node on its way out is let go before that ends', { timeout: 20_000 }, async () => {
    const own = await startSmall({ drainPerSecond: 0.25 });
    const [first, last] = [await connectSocket(own), await connectSocket(own)];
    const closed = own.close();
    assert.equal((await first.closedWith()).code, 1001);
    await letGo(own, `${LARGE}\r\n`, upgrade('/v1?key=pk_live_demo'));
    assert.equal(last.socket.readyState, last.socket.OPEN);
    await closed;
  });
});

describe('everything else', () => {
  for (const path of [
    '/server/cli.js',
    '/core/../server/cli.js',
    '/core/%2e%2e/server/cli.js',
    '/core/..%2fserver/cli.js',
    '/core/..%5cserver/cli.js',
    '/core/../../dist-neighbour/secret.js',
    '/core/%2e%2e%2f%2e%2e%2fdist-neighbour/secret.js',
    '/../../../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/app.ts',
    '/demo/../../app.ts',
    '//etc/passwd',
    '/core/.hidden.js',
    '/core/',
    '/core',
    '/core/%00.js',
    '/core/%',
    '/demo/config.json/',
    '/package.json',
  ]) {
    it(`${path} is not served`, async () => {
      const { response, text } = await get(path);
      assert.ok([400, 403, 404].includes(response.statusCode ?? 0), String(response.statusCode));
      assert.doesNotMatch(text, /private|hidden|import/);
    });
  }

  it('is not to be posted to', async () => {
    const { response } = await get('/', {}, 'POST');
    assert.equal(response.statusCode, 405);
    assert.equal(response.headers.allow, 'GET, HEAD');
  });

  it('/v1 without an upgrade says what it is', async () => {
    assert.equal((await get('/v1?key=pk_live_demo')).response.statusCode, 426);
  });
});
