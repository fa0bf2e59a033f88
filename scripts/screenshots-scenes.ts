// What the element is photographed in, and looked through by axe.
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import type { Scene } from './screenshots-page.ts';

const NAMES = ['Chidi', 'María José', 'Yuki', 'Noor', 'Łukasz', 'Priya', 'Oluwaseun', 'Kim'];
const people = (count: number): readonly string[] => NAMES.slice(0, count);
const messages = ['Good morning!', 'The figures are in the file I sent.', 'Thank you, looking now.'];

/** `press`: a control pressed at the end. */
export const SCENES: Readonly<Record<string, Scene & { readonly press?: string }>> = {
  lobby: { people: [], lobby: true },
  refused: { people: [], lobby: true, refused: true },
  one: { people: [] },
  two: { people: people(1), speaking: true },
  five: { people: people(4), speaking: true },
  nine: { people: people(8), speaking: true },
  share: { people: people(3), share: true },
  unread: { people: people(3), messages },
  chat: { people: people(3), messages, file: true, press: 'chat' },
  people: { people: people(4), press: 'people' },
  devices: { people: people(1), press: 'devices' },
  view: { people: people(1), press: 'layout' },
  report: { people: people(3), refused: true, press: 'report' },
  more: { people: people(1), press: 'more' },
  stats: { people: people(1), stats: true },
  finding: { people: people(3), finding: 'remote-source-black' },
  viewer: { people: people(1), refused: true },
  silent: { people: people(2), blocked: true },
  question: { people: people(1), question: true },
  server: { people: people(1), away: 'server' },
  path: { people: people(2), away: 'path' },
  failed: { people: [], failure: { closeCode: 4003 } },
  secret: { people: [], secret: true },
  ended: { people: people(1), ended: true },
};

/** What scripts/screenshots-page.ts leaves in the page. */
export interface Stage extends Window {
  show(scene: Scene): Promise<void>;
  press(control: string): Promise<void>;
  settled(frames?: number): Promise<void>;
}

/** scripts/screenshots-page.ts, for the page to run. */
export async function stageCode(): Promise<string> {
  const source = await readFile(new URL('./screenshots-page.ts', import.meta.url), 'utf8');
  return (await transform(source, { loader: 'ts', format: 'iife', target: 'es2022' })).code;
}
