import { mkdir, writeFile } from 'node:fs/promises';
import type { BrowserName } from '../helpers/find-browser.ts';
import type { Scenario } from './scenario.ts';
import { trim, type Recorded } from './trim.ts';

const FIXTURES = 'test/core/diagnosis/fixtures';

/** Keeps what a page recorded as a fixture of the pure tests. */
export async function keepRecording(
  browser: BrowserName,
  { code, as }: Scenario,
  json: string,
): Promise<void> {
  const name = [code, as?.replaceAll(' ', '-'), browser].filter((part) => part !== undefined).join('.');
  const { trace, environment } = JSON.parse(json) as Recorded;
  await mkdir(FIXTURES, { recursive: true });
  await writeFile(`${FIXTURES}/${name}.json`, JSON.stringify({ code, trace: trim(trace), environment }));
}
