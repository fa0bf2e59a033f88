import { isRecord } from '../../core/util/is-record.ts';
import { MAX_RECORDED } from './port.ts';

/** Name of the symbol under which a hook is found in its window. */
export const HOOK = 'metered-call.extension-hook';

/** Gives a dump of ours with at most so many samples a connection, or nothing yet. */
export type ReadHook = (samples: number) => string;

const MAX_DOCUMENTS = 60;

/**
 * What the developer tools evaluate in the page: the dumps of every frame of its origin that has a hook, the top document first.
 * Frames of other origins keep theirs to themselves.
 */
export const readExpression = (samples: number): string => `(() => {
  const found = [];
  const visit = (frame) => {
    try {
      const read = frame[Symbol.for(${JSON.stringify(HOOK)})];
      if (typeof read === 'function') found.push(String(read(${samples})));
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
export function parseAnswer(answer: unknown): readonly string[] {
  const value: unknown = Array.isArray(answer) ? answer[0] : answer;
  const found = isRecord(value) ? value['found'] : undefined;
  if (!Array.isArray(found)) return [];
  return found
    .slice(0, MAX_DOCUMENTS)
    .filter((dump): dump is string => typeof dump === 'string' && dump.length <= MAX_RECORDED);
}
