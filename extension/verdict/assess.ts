import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import type { Inspected } from '../hops/inspected.ts';
import type { Presence, Surroundings } from '../hops/surroundings.ts';
import { parseDump } from '../recordings/parse-dump.ts';
import { readTold, tellsOfUnknown } from './told-findings.ts';
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
  /** Origins of frames that nobody looked at, and that can be asked for. */
  readonly unseen: readonly string[];
}

export interface Known {
  readonly granted: boolean;
  /** Null where the browser let nobody look. */
  readonly inspected: readonly Inspected[] | null;
  /** Documents of the page in front that the background has; of those that are not there any more nothing is said. */
  readonly recorded: readonly {
    readonly page: string;
    readonly frame: number;
    readonly origin: string;
    readonly at: number;
    readonly there: Presence | null;
    readonly late: boolean;
    readonly dump: Dump | undefined;
  }[];
  /** How many more documents are there that are too many to be recorded. */
  readonly refused: number;
  /** Origins of frames that are granted already. */
  readonly grantedFrames: ReadonlySet<string>;
  readonly now: number;
}

const RANK = { error: 0, warning: 1, info: 2 } as const;
/** A recorder has said something long before. */
const SILENT_MS = 5_000;

interface Look {
  readonly look: Inspected;
  readonly dump: Dump;
  /** What its elements recorded of themselves. */
  readonly reports: readonly (Dump | undefined)[];
}

/** What is to be said of a page, from everything that is known of it. */
export function assess({
  granted,
  inspected,
  recorded: all,
  refused,
  grantedFrames,
  now,
}: Known): Assessment {
  const recorded = all.filter(({ there, late }) => there || late);
  const watched = recorded.flatMap(({ page, frame, origin, dump }): Part[] => {
    if (!dump) return [];
    const part = partOf(dump);
    return [{ page, top: frame === 0, ...part, origin: origin || part.origin }];
  });
  const looks = (inspected ?? []).flatMap((look): Look[] => {
    const dump = parseDump(look.dump);
    return dump ? [{ look, dump, reports: look.calls.map(({ report }) => parseDump(report)) }] : [];
  });
  const parts = [...watched, ...looks.flatMap((look) => lookedAt(look, watched))];
  const announced = granted && recorded.some(({ frame }) => frame === 0);
  const mute = recorded.filter(({ there, dump }) => there && !there.scriptless && !dump);
  const silent = mute.some(({ at }) => now - at >= SILENT_MS);

  const around = announced ? recorded.flatMap(({ there }) => there ?? []) : looks.map(({ look }) => look);
  const seen = new Set(recorded.map(({ origin }) => origin));
  if (!announced) for (const { dump } of looks) seen.add(dump.environment.origin);
  const missing = missesFrames(around);
  const listed = new Set(around.flatMap(({ frames }) => frames));
  const unseen = missing
    ? [...listed].filter((origin) => !seen.has(origin) && !grantedFrames.has(origin))
    : [];
  const sight: Sight = {
    reachable: inspected !== null || watched.length > 0,
    granted,
    announced,
    recorded: watched.map(({ dump }) => ({ fromStart: dump.trace.fromStart })),
    silent,
    unanswered: recorded.some(({ late }) => late),
    unseen: !missing && refused === 0 ? 'none' : unseen.length > 0 ? 'named' : 'unknown',
    provesItself: proveThemselves(looks),
  };
  const findings = parts
    .flatMap((part) => part.findings.map((finding) => ({ finding, part })))
    .sort((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity]);
  return {
    watching: watchingOf(sight),
    verdict: verdictOf(
      findings.filter(({ finding, part }) => !isOneWay(finding, part)).map(({ finding }) => finding),
      gapsOf(sight),
      mute.length > 0,
    ),
    parts,
    findings,
    unseen,
  };
}

/**
 * Whether a window in the page is nobody's that is known. Addresses do not tell: a frame may have none, sit in a shadow tree, or be
 * led elsewhere. So the windows that the known documents cannot reach are counted against the known documents that are out of
 * reach one level deeper: level by level, since a known one may sit in an unknown one.
 */
function missesFrames(around: readonly Surroundings[]): boolean {
  const windows = new Map<number, number>();
  for (const { depth, unreached } of around) windows.set(depth, (windows.get(depth) ?? 0) + unreached);
  return [...windows].some(
    ([level, count]) => count > around.filter(({ depth, apart }) => apart && depth === level + 1).length,
  );
}

/** All that plays are elements of ours, each of which recorded itself from its first connection on, and is understood. */
function proveThemselves(looks: readonly Look[]): boolean {
  const playing = looks.filter(({ look }) => look.streams > 0 || look.calls.length > 0);
  return (
    playing.length > 0 &&
    playing.every(
      ({ look, reports }) =>
        look.streams === 0 &&
        reports.every((report) => report?.trace.fromStart === true) &&
        !look.calls.some(({ findings }) => tellsOfUnknown(findings)),
    )
  );
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
function lookedAt({ look, dump, reports }: Look, watched: readonly Part[]): Part[] {
  const { top } = look;
  const { origin } = dump.environment;
  if (watched.some((part) => part.origin === origin && part.top === top)) return [];
  const calls = look.calls.flatMap(({ findings }, i): Part[] => {
    const own = reports[i];
    const told = readTold(findings);
    if (!own) return told.length > 0 ? [{ top, origin, dump, findings: told }] : [];
    const part = partOf(own);
    // What its server or a device has answered the element knows at first hand, and no recording of its connections has it.
    const found = new Set(part.findings.map(({ code }) => code));
    return [{ top, ...part, findings: [...part.findings, ...told.filter(({ code }) => !found.has(code))] }];
  });
  const told = new Set(calls.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const page = { top, ...partOf(dump) };
  return [{ ...page, findings: page.findings.filter(({ code }) => !told.has(code)) }, ...calls];
}
