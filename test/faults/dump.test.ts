import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { Code } from '../../core/diagnosis/catalogue.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { readDump } from '../../core/recorder/dump/read-dump.ts';
import { writeDump } from '../../core/recorder/dump/write-dump.ts';
import { Benches } from './benches.ts';
import { differences, linesOf, type ChromeDump } from './dump-shape.ts';
import { Internals, unpacked, type ChromeFormat } from './internals.ts';
import { recordingOf, runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Recorded } from './trim.ts';
import { startWorld, type World } from './world.ts';

/** Of connections and captures: Chrome's own dumps hold nothing else. */
const CODES: readonly Code[] = [
  'camera-overconstrained',
  'codec-mismatch',
  'dtls-failed',
  'turn-rejected',
  'no-keyframe',
  'frozen',
];
/** In which no connection finds a path. */
const PATHLESS: readonly Code[] = ['camera-overconstrained', 'codec-mismatch', 'turn-rejected'];
/** Its page looks at a connection once a second, not at the same moments as ours. */
const PATIENCE_MS = 15_000;
const FORMATS: readonly ChromeFormat[] = ['internals', 'rtcstats'];

const benches = new Benches();
let world: World;
let internals: Internals;

before(async () => {
  world = await startWorld();
  internals = await Internals.open(await benches.get('chromium', 'usual'));
});

after(async () => {
  await internals?.close();
  await benches.stop();
  await world?.stop();
});

const blobOf = (file: Buffer): Blob => new Blob([new Uint8Array(file)]);

async function topOf(file: Blob): Promise<string | undefined> {
  const { trace, environment } = await readDump(file);
  return diagnose(trace, environment)[0]?.code;
}

/** Its dump once that tells the same as the page's own doctor, or the last one. */
async function saved(format: ChromeFormat, code: Code): Promise<Buffer> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const file = await internals.save(format);
    if ((await topOf(blobOf(file))) === code || performance.now() > end) return file;
    await sleep(500);
  }
}

/** ICE's passwords in a dump that hides nothing, and its user names, which are too short to be told from chance alone. */
const secretsOf = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/a=ice-(pwd|ufrag):([\w+/]+)/g)].flatMap(([, kind, secret = '']) =>
      kind === 'pwd' ? [secret] : [`ufrag:${secret}`, `ufrag ${secret}`, `Fragment\\":\\"${secret}`],
    ),
  ),
];

const lines = { own: new Set<string>(), theirs: new Set<string>() };

/** How ours differs from Chromium's of the same page, once that has seen as much, or at last. */
async function compared(ours: Blob, url: string, paths: boolean): Promise<string[]> {
  const own = JSON.parse(unpacked(Buffer.from(await ours.arrayBuffer()))) as ChromeDump;
  for (const line of linesOf(own)) lines.own.add(line);
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const theirs = JSON.parse(unpacked(await internals.save('internals'))) as ChromeDump;
    for (const line of linesOf(theirs)) lines.theirs.add(line);
    const found = differences(own, theirs, url, paths);
    if (found.length === 0 || performance.now() > end) return found;
    await sleep(500);
  }
}

describe('a dump that Chromium itself takes of a fault', () => {
  for (const code of CODES) {
    it(`${code}: is diagnosed as the page was, in both formats, and ours is shaped like it`, async () => {
      const scenario = SCENARIOS.find((one) => one.code === code && one.only !== 'firefox');
      assert.ok(scenario);
      await internals.begin();
      let looked = false;
      const whileFound = async (page: Page): Promise<void> => {
        for (const format of FORMATS) {
          const file = await saved(format, code);
          assert.equal(await topOf(blobOf(file)), code, format);
          await hidesSecrets(file);
        }
        const { trace, environment } = JSON.parse(await recordingOf(page)) as Recorded;
        const ours = await writeDump(trace, environment, { format: 'webrtc-internals' });
        assert.equal(await topOf(ours), code, 'ours');
        assert.deepEqual(await compared(ours, page.url(), !PATHLESS.includes(code)), []);
        looked = true;
      };
      const outcome = await runScenario(scenario, 'chromium', {
        benches,
        world,
        whileFound,
        newWindow: true,
      });
      assert.ok(outcome.passed, JSON.stringify(outcome));
      assert.ok(looked);
    });
  }
});

it('is written with names of lines that Chromium has', () => {
  assert.ok(lines.own.size > 5);
  assert.deepEqual(
    [...lines.own].filter((line) => !lines.theirs.has(line)),
    [],
  );
});

/** What is imported is kept without the secrets that Chromium left in it, whatever it is written as. */
async function hidesSecrets(file: Buffer): Promise<void> {
  const secrets = secretsOf(unpacked(file));
  const { trace, environment } = await readDump(blobOf(file));
  assert.equal(secrets.length > 0, trace.connections.length > 0);
  for (const format of ['metered-call', 'webrtc-internals'] as const) {
    const written = await writeDump(trace, environment, { format, addresses: false, labels: false });
    const text =
      format === 'metered-call' ? await written.text() : unpacked(Buffer.from(await written.arrayBuffer()));
    assert.deepEqual(
      secrets.filter((secret) => text.includes(secret)),
      [],
      format,
    );
  }
}
