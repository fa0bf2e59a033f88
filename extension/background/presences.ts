import browser from 'webextension-polyfill';
import type { ToRelay } from '../hops/messages.ts';
import { parsePresence } from '../hops/surroundings.ts';
import type { Presence } from '../hops/surroundings.ts';

/** A page that hangs answers late, and one of the browser itself never, in Firefox. */
const PATIENCE_MS = 2_000;

export interface Answers {
  /** What the watched documents say of themselves, by their names. */
  readonly answered: ReadonlyMap<string, Presence>;
  /** Frames from which neither an answer has come nor word that nobody is there. */
  readonly late: readonly number[];
}

/**
 * Which watched documents are in these frames of a tab now.
 * @param around Each says how it stands among the others as well, for which it has to look through itself.
 */
export async function presencesIn(tab: number, frames: readonly number[], around: boolean): Promise<Answers> {
  const question: ToRelay = { type: 'who', around };
  const answers = await Promise.all(
    frames.map(async (frame) => ({ frame, answer: await answerFrom(tab, frame, question) })),
  );
  return {
    answered: new Map(
      answers.flatMap(({ answer }) => {
        const presence = answer === 'late' ? undefined : parsePresence(answer);
        return presence ? [[presence.page, presence]] : [];
      }),
    ),
    late: answers.flatMap(({ frame, answer }) => (answer === 'late' ? frame : [])),
  };
}

function answerFrom(tab: number, frameId: number, question: ToRelay): Promise<unknown> {
  const late = new Promise<'late'>((done) => setTimeout(() => done('late'), PATIENCE_MS));
  // Nobody listens in a page without a relay.
  const answer = browser.tabs.sendMessage(tab, question, { frameId }).catch(() => undefined);
  return Promise.race([answer, late]);
}
