import { isRecord } from '../../core/util/is-record.ts';
import { MAX_RECORDED } from './port.ts';
import { isPageName } from './surroundings.ts';

/** Name of the symbol under which a hook is found in its window. */
export const HOOK = 'metered-call.extension-hook';

/** Gives a dump of ours with at most so many samples a connection, or nothing yet. Its name tells it from those of other documents. */
export type ReadHook = ((samples: number) => string) & { readonly id: string };

/** What the hook of one document gave. */
export interface ReadDocument {
  readonly id: string;
  readonly dump: string;
}

const MAX_DOCUMENTS = 60;
/** Samples of a connection that is not known yet. */
const ALL_SAMPLES = 3_600;

/**
 * What the developer tools evaluate in the page: the dumps of every frame of its origin that has a hook, the top document first.
 * Frames of other origins keep theirs to themselves.
 * @param known Documents of which only so many samples are wanted.
 */
export const readExpression = (samples: number, known: readonly string[]): string => `(() => {
  const found = [];
  const known = ${JSON.stringify(Object.fromEntries(known.map((id) => [id, true])))};
  const visit = (frame) => {
    try {
      const read = frame[Symbol.for(${JSON.stringify(HOOK)})];
      if (typeof read === 'function') {
        const id = String(read.id);
        found.push({ id, dump: String(read(known[id] === true ? ${Math.min(samples, ALL_SAMPLES)} : ${ALL_SAMPLES})) });
      }
      for (let i = 0; i < frame.length && found.length < ${MAX_DOCUMENTS}; i += 1) visit(frame[i]);
    } catch {
      // Another origin.
    }
  };
  visit(window);
  return { found };
})()`;

/**
 * The dumps in what the page answered; what they hold is checked where they are read.
 * @param answer Chrome gives the value itself, Firefox an array of it and an exception.
 */
export function parseAnswer(answer: unknown): readonly ReadDocument[] {
  const value: unknown = Array.isArray(answer) ? answer[0] : answer;
  const found = isRecord(value) ? value['found'] : undefined;
  if (!Array.isArray(found)) return [];
  return found
    .slice(0, MAX_DOCUMENTS)
    .filter(isRecord)
    .flatMap(({ id, dump }) =>
      isPageName(id) && typeof dump === 'string' && dump.length <= MAX_RECORDED ? { id, dump } : [],
    );
}
