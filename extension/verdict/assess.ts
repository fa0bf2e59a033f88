import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { Inspected } from '../hops/inspected.ts';
import { parseDump } from '../recordings/parse-dump.ts';
import { readTold } from './told-findings.ts';
import { gapsOf, watchingOf } from './watching.ts';
import type { Sight, Watching } from './watching.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A document, or an element that records itself, and what is wrong there. */
export interface Part {
  /** Of the background's record, where it is one. */
  readonly page?: string;
  readonly origin: string;
  readonly top: boolean;
  readonly dump: Dump;
  readonly findings: readonly Finding[];
}

export interface Assessment {
  readonly watching: Watching;
  readonly verdict: Verdict;
  readonly parts: readonly Part[];
  /** The gravest first, over all parts. */
  readonly findings: readonly { readonly finding: Finding; readonly part: Part }[];
  /** Origins of frames that nobody looked at. */
  readonly unseen: readonly string[];
}

export interface Known {
  readonly granted: boolean;
  /** Null where the browser let nobody look. */
  readonly inspected: readonly Inspected[] | null;
  /** Documents of the page in front that the background has. */
  readonly recorded: readonly {
    readonly page: string;
    readonly frame: number;
    readonly frames: readonly string[];
    readonly dump: Dump | undefined;
  }[];
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** What is to be said of a page, from everything that is known of it. */
export function assess({ granted, inspected, recorded }: Known): Assessment {
  const watched = recorded.flatMap(({ page, frame, dump }): Part[] =>
    dump ? [{ page, top: frame === 0, ...partOf(dump) }] : [],
  );
  const seen = new Set(watched.map(({ origin }) => origin));
  const looks = (inspected ?? []).map((look) => ({ look, dump: parseDump(look.dump) }));
  for (const { dump } of looks) if (dump) seen.add(dump.environment.origin);
  const looked = looks.flatMap(({ look, dump }) => (dump ? lookedAt(look, dump, watched) : []));
  const parts = [...watched, ...looked];
  const listed = [...recorded.flatMap(({ frames }) => frames), ...looks.flatMap(({ look }) => look.frames)];
  const watchedOrigins = new Set(watched.map(({ origin }) => origin));
  const reference = watched.some(({ top }) => top) ? watchedOrigins : seen;
  const sight: Sight = {
    reachable: inspected !== null || watched.length > 0,
    granted,
    recorded: watched.map(({ top, dump }) => ({ top, fromStart: dump.trace.fromStart })),
    silent: recorded.some(({ frame, dump }) => frame === 0 && !dump),
    unseen: [...new Set(listed)].filter((origin) => !reference.has(origin)),
    unwatchedMedia: looks.some(({ look }) => look.streams > 0),
    selfRecorded: looks.some(({ look }) => look.calls.some(({ report }) => parseDump(report) !== undefined)),
  };
  const findings = parts
    .flatMap((part) => part.findings.map((finding) => ({ finding, part })))
    .sort((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity]);
  return {
    watching: watchingOf(sight),
    verdict: verdictOf(
      findings.filter(({ finding, part }) => !isOneWay(finding, part)).map(({ finding }) => finding),
      gapsOf(sight),
    ),
    parts,
    findings,
    unseen: sight.unseen,
  };
}

/** Someone who only watches, or only shows, is missed by nobody while other pictures come. */
const isOneWay = ({ code }: Finding, { dump }: Part): boolean =>
  code === 'peer-sends-no-video' &&
  dump.trace.tracks.some(({ origin, kind, log }) => {
    const over = log.some(({ type }) => type === 'ended' || type === 'stopped');
    return origin === 'remote' && kind === 'video' && !over;
  });

function partOf(dump: Dump): Omit<Part, 'top'> {
  const { trace, environment } = dump;
  return { origin: environment.origin, dump, findings: diagnose(trace, environment) };
}

/** What a look adds to the recordings: frames that are not recorded, and elements that record themselves. */
function lookedAt(look: Inspected, dump: Dump, watched: readonly Part[]): Part[] {
  const { top } = look;
  const { origin } = dump.environment;
  if (watched.some((part) => part.origin === origin && part.top === top)) return [];
  const calls = look.calls.flatMap(({ report, findings }): Part[] => {
    const own = parseDump(report);
    if (own) return [{ top, ...partOf(own) }];
    const told = readTold(findings);
    return told.length > 0 ? [{ top, origin, dump, findings: told }] : [];
  });
  const told = new Set(calls.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const page = { top, ...partOf(dump) };
  return [{ ...page, findings: page.findings.filter(({ code }) => !told.has(code)) }, ...calls];
}
