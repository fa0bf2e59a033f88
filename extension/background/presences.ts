import browser from 'webextension-polyfill';
import type { ToRelay } from '../hops/messages.ts';
import { parsePresence } from '../hops/surroundings.ts';
import type { Presence } from '../hops/surroundings.ts';

/** A page that hangs answers late, and one of the browser itself never, in Firefox. */
const PATIENCE_MS = 2_000;

/** Which watched documents are in these frames of a tab now, by their names. */
export async function presencesIn(
  tab: number,
  frames: readonly number[],
): Promise<ReadonlyMap<string, Presence>> {
  const answers = await Promise.all([...new Set(frames)].map((frame) => presenceIn(tab, frame)));
  return new Map(answers.flatMap((presence) => (presence ? [[presence.page, presence]] : [])));
}

async function presenceIn(tab: number, frameId: number): Promise<Presence | undefined> {
  const question: ToRelay = { type: 'who' };
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS));
  // Nobody listens in a page without a relay.
  const answer = browser.tabs.sendMessage(tab, question, { frameId }).catch(() => undefined);
  return parsePresence(await Promise.race([answer, late]));
}
