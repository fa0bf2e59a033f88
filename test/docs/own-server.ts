import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { runCoturn } from '../helpers/coturn.ts';
import { freePort } from '../helpers/free-port.ts';
import { startServer } from '../helpers/server.ts';
import { blocks } from './pages.ts';

const SECRETS = { TURN_SECRET: 'shared-with-the-relay', SIGNALLING_SECRET: 'signs-tokens'.repeat(3) };

/** What `hostname -I` begins with. */
const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

/**
 * Does what the README says about a server with TURN, on free ports, up to its last sentence: both files as they are
 * written there, and the page that tries each relay.
 */
export async function relaysOfTheReadme(browser: Browser): Promise<void> {
  const [block, ...others] = blocks('sh').filter(
    ({ file, code }) => file === 'README.md' && code.includes('turnserver'),
  );
  assert.ok(block && others.length === 0);
  const [host, port] = [ownAddress(), await freePort()];
  const [relay, config, ...rest] = [...block.code.matchAll(/<< END\n([\s\S]*?)\nEND\n/g)].map(
    ([, text = '']) =>
      text
        .replaceAll('$HOST', host)
        .replaceAll('$TURN_SECRET', SECRETS.TURN_SECRET)
        .replaceAll(':3478', `:${port}`),
  );
  assert.ok(relay && config && rest.length === 0);
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-readme-'));
  const [turnFile, callsFile] = [join(dir, 'turnserver.conf'), join(dir, 'calls.json')];
  await Promise.all([writeFile(turnFile, relay), writeFile(callsFile, config)]);
  // A machine without any network has only its loopback to relay on.
  const loopback = host.startsWith('127.') ? ['--allow-loopback-peers', `--relay-ip=${host}`] : [];
  const coturn = await runCoturn(port, ['-c', turnFile, ...loopback]);
  const server = await startServer(['--config', callsFile], SECRETS);
  const page = await browser.newPage();
  try {
    await page.goto(`${server.origin}/demo/relay/`);
    const said = await page.waitForFunction(
      () => {
        const states = [...document.querySelectorAll<HTMLElement>('[data-relay]')].map(
          ({ dataset }) => dataset.state,
        );
        const words = document.querySelector('#notice')?.textContent;
        return states.length > 0 && !states.includes('trying') && { states, words };
      },
      { polling: 100, timeout: 40_000 },
    );
    assert.deepEqual(
      await said.jsonValue(),
      { states: ['works', 'works'], words: 'Every relay works.' },
      coturn.log().slice(-2_000),
    );
  } finally {
    await page.close();
    await Promise.all([server.stop(), coturn.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}
