import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { RecordedPage } from '../faces/feed.ts';
import type { Part } from '../verdict/assess.ts';
import { t } from '../words/words.ts';
import type { Source } from './view.ts';

export type Ranked = Source & { readonly ago: number; readonly frame: number; readonly gone: boolean };

/** The page in front is recorded itself, and not only frames in it. */
export const isTopRecorded = (pages: readonly RecordedPage[]): boolean =>
  pages.some(({ ago, frame, dump }) => ago === 0 && frame === 0 && dump !== undefined);

/**
 * Everything that can be looked at. The page in front comes first, and in it the documents in which something happens; those that are
 * not in it any more come after.
 * @param watched What the background has; it can be asked to show where something is.
 * @param read What the developer tools have read in the page.
 */
export function sourcesOf(watched: readonly RecordedPage[], read: readonly RecordedPage[]): Ranked[] {
  const sources = [
    ...watched.flatMap((page) => sourceOf(page, { page: page.page }, !page.there && !page.late)),
    ...read.flatMap((page) => sourceOf(page, {}, false)),
  ];
  return sources.sort(
    (a, b) =>
      a.ago - b.ago ||
      Number(a.gone) - Number(b.gone) ||
      weight(b.part) - weight(a.part) ||
      a.frame - b.frame,
  );
}

function sourceOf(
  { page, frame, ago, dump }: RecordedPage,
  named: Pick<Part, 'page'>,
  gone: boolean,
): Ranked[] {
  if (!dump) return [];
  const { trace, environment } = dump;
  const { origin } = environment;
  const label =
    ago > 0
      ? t('panel.earlier', { origin, ago })
      : t(gone ? 'panel.gone' : 'panel.document', { origin, frame });
  const findings = diagnose(trace, environment);
  return [
    { key: page, label, part: { ...named, origin, top: frame === 0, dump, findings }, ago, frame, gone },
  ];
}

const weight = ({ dump }: Part): number => dump.trace.connections.length + dump.trace.captures.length;
