import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../server/config/parse-config.ts';
import { DEFAULT_LIMITS, LOOPBACK_CONNECTIONS_PER_MINUTE } from '../../server/limits.ts';
import { ROUTES } from '../../server/rest/rest.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/self-host.md', import.meta.url)), 'utf8');

/** The cells of the table in a section, without its head. */
function rowsOf(section: string): string[][] {
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  const lines = own.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('what the page on running a server says', () => {
  it('of the limits is what they are', () => {
    const documented = rowsOf('Limits').map(([name = '', value = '']) => [
      name.replaceAll('`', ''),
      Number(value.replaceAll(',', '')),
    ]);
    assert.deepEqual(documented, Object.entries(DEFAULT_LIMITS));
    const written = LOOPBACK_CONNECTIONS_PER_MINUTE.toLocaleString('en');
    assert.ok(rowsOf('Limits')[0]?.[3]?.includes(`${written} for clients on this machine`));
  });

  it('of every limit may stand in a configuration', () => {
    const limits = Object.fromEntries(Object.entries(DEFAULT_LIMITS));
    assert.deepEqual(parseConfig(JSON.stringify({ tenants: [], limits })).limits, limits);
  });

  it('of the REST calls are all there are', () => {
    const documented = rowsOf('REST').map(([call = '']) => call.replaceAll('`', '').split(' '));
    const routes = documented.map(([method, path = '']) =>
      ROUTES.filter((route) => route.method === method && route.path.test(path.replace(':id', 'x'))).map(
        ({ name }) => name,
      ),
    );
    assert.deepEqual(
      routes,
      ROUTES.map(({ name }) => [name]),
    );
    for (const [at, { hasBody }] of ROUTES.entries()) {
      assert.equal(rowsOf('REST')[at]?.[1] !== '', hasBody, documented[at]?.join(' '));
    }
  });

  it('to begin with is a configuration', () => {
    const [, example = ''] = /```jsonc\n([^]*?)```/.exec(page) ?? [];
    assert.deepEqual(
      parseConfig(example).tenants.map(({ id }) => id),
      ['example'],
    );
  });
});
