import type { VNode } from 'snabbdom';
import type { ConnectionTrace, StatsEntry } from '../../core/recorder/trace.ts';
import type { Part } from '../verdict/assess.ts';
import { t } from '../words/words.ts';
import { el } from './dom.ts';

const MAX_ROWS = 20;

type State = 'new' | RTCPeerConnectionState;

export function connectionState({ log, closedAt }: ConnectionTrace): State {
  if (closedAt !== undefined) return 'closed';
  const last = log.filter((event) => event.type === 'connection-state').at(-1);
  return last?.state ?? 'new';
}

/** The pair in use, as candidate types, from the newest statistics. */
export function pathOf({ samples }: ConnectionTrace): { local: string; remote: string } | undefined {
  const stats = samples.at(-1)?.stats ?? {};
  const transport = Object.values(stats).find(({ type }) => type === 'transport');
  const named = transport && stats[String(transport['selectedCandidatePairId'])];
  const pair = named ?? Object.values(stats).find(isSelected);
  const end = (key: string): string | undefined => {
    const candidate = pair && stats[String(pair[key])];
    return candidate ? String(candidate['candidateType']) : undefined;
  };
  const [local, remote] = [end('localCandidateId'), end('remoteCandidateId')];
  return local !== undefined && remote !== undefined ? { local, remote } : undefined;
}

const isSelected = (entry: StatsEntry): boolean =>
  entry.type === 'candidate-pair' && (entry['selected'] === true || entry['nominated'] === true);

/** Every connection in a line, with what is wrong with it. */
export function connectionRows(parts: readonly Part[]): VNode {
  const rows = parts.flatMap((part) =>
    part.dump.trace.connections.map((connection) => ({ part, connection })),
  );
  if (rows.length === 0) return el('p.quiet', null, t('none.connections'));
  return el('ul.rows', null, ...rows.slice(-MAX_ROWS).map(({ part, connection }) => row(part, connection)));
}

function row({ findings, dump }: Part, connection: ConnectionTrace): VNode {
  const path = pathOf(connection);
  const about = findings.filter(
    ({ subject }) => subject.id === connection.id || subject.id === connection.peer,
  );
  const peer = dump.trace.peers.find(({ id }) => id === connection.peer);
  return el(
    'li',
    { attrs: { 'data-state': connectionState(connection) } },
    el('strong', null, peer?.label ?? connection.id),
    ` ${connectionState(connection)}`,
    path ? el('span.quiet', null, ` ${t('connection.path', path)}`) : null,
    ...about.map(({ code }) => el('span.code', { attrs: { 'data-finding': code } }, code)),
  );
}
