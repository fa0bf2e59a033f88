import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startServer, type SignallingServer } from '../helpers/server.ts';
import { clientCases, type Case, type Engine } from './client-cases.ts';
import { otherCases } from './other-cases.ts';
import { peerCases } from './peer-cases.ts';
import { serverCases } from './server-cases.ts';

const theirs: Engine = await import('@metered-ca/realtime');
const ours = (await import('../../core/index.ts')) as unknown as Engine;
const listed = await readFile(new URL('../../docs/differences.md', import.meta.url), 'utf8');

let server: SignallingServer;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

/** Passed on as JSON would be, so that an absent field and an undefined one are the same. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

/** A difference that is not on purpose fails here; one that is, is a row of the documentation. */
function compare({ name, run, differs }: Case): void {
  test(name, { timeout: 30_000 }, async () => {
    const seen = { theirs: plain(await run(theirs)), ours: plain(await run(ours)) };
    if (!differs) {
      assert.ok(seen.theirs !== null, 'a case observes something');
      assert.deepEqual(seen.ours, seen.theirs);
      return;
    }
    assert.ok(listed.includes(`| ${differs.row} |`), `docs/differences.md has no row "${differs.row}"`);
    assert.deepEqual(seen, { theirs: plain(differs.theirs), ours: plain(differs.ours) });
  });
}

for (const one of [...clientCases, ...peerCases, ...otherCases, ...serverCases(() => server)]) compare(one);
