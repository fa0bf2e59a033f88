import { readdirSync, readFileSync } from 'node:fs';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import type { Environment } from '../../../core/recorder/environment.ts';
import type { Trace } from '../../../core/recorder/trace.ts';

type Editable<T> = T extends object ? { -readonly [K in keyof T]: Editable<T[K]> } : T;

/** What a real browser recorded of one fault of the laboratory. */
export interface Fixture {
  readonly code: string;
  readonly trace: Trace;
  readonly environment: Environment;
}

/** The same, for a test to change. */
export type Draft = Editable<Fixture>;

const DIR = 'test/core/diagnosis/fixtures';

export const fixtureNames = (): string[] => readdirSync(DIR).filter((name) => name.endsWith('.json'));

export const load = (name: string): Fixture => JSON.parse(readFileSync(`${DIR}/${name}`, 'utf8')) as Fixture;

export const codesOf = ({ trace, environment }: Fixture): string[] =>
  diagnose(trace, environment).map(({ code }) => code);
