import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { transform } from 'esbuild';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.ts': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
};

export interface StaticServer {
  readonly origin: string;
  /** Serves `body`, or what it makes when asked, at `path`, an HTML page unless the path says otherwise; gives its address. */
  page(
    path: string,
    body: string | (() => Promise<string>),
    headers?: Readonly<Record<string, string>>,
  ): string;
  stop(): Promise<void>;
}

/**
 * Serves directories and pages made on the spot, on a free loopback port. `mounts` maps a URL prefix to a
 * directory, longest prefix first; TypeScript is served as the JavaScript it erases to.
 */
export async function startStatic(mounts: Readonly<Record<string, string>>): Promise<StaticServer> {
  const pages = new Map<string, string | (() => Promise<string>)>();
  const extras = new Map<string, Readonly<Record<string, string>>>();
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);

  async function find(path: string): Promise<string | Buffer | null> {
    const page = pages.get(path);
    if (page !== undefined) return typeof page === 'string' ? page : page();
    const prefix = prefixes.find((p) => path.startsWith(p));
    if (prefix === undefined) return null;
    const root = resolve(mounts[prefix] ?? '');
    const file = normalize(join(root, path.slice(prefix.length)));
    if (!file.startsWith(root)) return null;
    const content = await readFile(file).catch(() => null);
    if (content === null || extname(file) !== '.ts') return content;
    return (await transform(content.toString(), { loader: 'ts', target: 'es2022' })).code;
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    void find(path).then((content) => {
      const type = TYPES[extname(path)] ?? 'text/html; charset=utf-8';
      response.writeHead(content === null ? 404 : 200, {
        'content-type': type,
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        ...extras.get(path),
      });
      response.end(content ?? 'not found');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    page(path, body, headers = {}) {
      pages.set(path, body);
      extras.set(path, headers);
      return origin + path;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
