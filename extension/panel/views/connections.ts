import type { VNode } from 'snabbdom';
import type { ConnectionEvent, ConnectionTrace } from '../../../core/recorder/trace.ts';
import { connectionState, pathOf } from '../../ui/connection-rows.ts';
import { el } from '../../ui/dom.ts';
import type { Child } from '../../ui/dom.ts';
import { clock } from '../../ui/time.ts';
import type { Part } from '../../verdict/assess.ts';
import { t, tell } from '../../words/words.ts';
import { plotView } from '../plot.ts';
import { plotsOf } from '../series.ts';
import { table } from '../table.ts';
import { descriptions } from './descriptions.ts';

/** Each connection with its timeline, descriptions, candidates, pairs and numbers. */
export function connectionsView({ dump, findings }: Part, filter: string): VNode {
  const { connections, peers } = dump.trace;
  if (connections.length === 0) return el('p', null, t('none.connections'));
  return el(
    'div',
    null,
    ...connections.map((connection, i) => {
      const path = pathOf(connection);
      const about = findings.filter(({ subject }) => [connection.id, connection.peer].includes(subject.id));
      const name = peers.find(({ id }) => id === connection.peer)?.label ?? connection.peer;
      return el(
        'details.connection',
        { key: connection.id, attrs: i === connections.length - 1 ? { open: true } : {} },
        el(
          'summary',
          null,
          el('strong', null, connection.id),
          name === undefined ? null : ` ${name}`,
          ` ${connectionState(connection)}`,
          path ? ` · ${t('connection.path', path)}` : null,
          ...about.map(({ code }) => el('span.code', { attrs: { 'data-finding': code } }, code)),
        ),
        ...details(connection, filter),
      );
    }),
  );
}

function details(connection: ConnectionTrace, filter: string): Child[] {
  return [
    el('div.plots', null, ...plotsOf(connection).map(plotView)),
    table(
      t('panel.timeline'),
      ['column.time', 'column.what', 'column.detail'],
      connection.log.map((event, i) => ({
        key: `${event.at} ${i}`,
        cells: [clock(event.at), event.type, detailOf(event)],
      })),
      filter,
    ),
    descriptions(connection.log),
    candidates(connection, filter),
    pairs(connection),
  ];
}

function detailOf(event: ConnectionEvent): string {
  switch (event.type) {
    case 'signaling-state':
    case 'ice-state':
    case 'gathering-state':
    case 'connection-state':
      return event.state;
    case 'description':
      return [tell('end', event.end), event.kind, event.error?.name, event.error?.message]
        .filter(Boolean)
        .join(' ');
    case 'candidate':
      return [
        tell('end', event.end),
        event.candidate?.type ?? '–',
        event.candidate?.protocol,
        event.error?.name,
      ]
        .filter(Boolean)
        .join(' ');
    case 'candidate-error':
      return `${event.url} ${event.code} ${event.text}`;
    case 'track':
      return `${event.track} mid ${event.mid ?? '–'}`;
    case 'sender':
      return `${event.sender} ${event.track ?? '–'} mid ${event.mid ?? '–'}`;
    case 'data-channel':
      return `${event.label} ${event.state}`;
    case 'negotiation-needed':
    case 'ice-restart':
    case 'closed':
      return '';
  }
}

function candidates({ log }: ConnectionTrace, filter: string): VNode {
  const rows = log.flatMap((event, i) => {
    if (event.type !== 'candidate' || !event.candidate) return [];
    const { type, protocol, address = '', port = '' } = event.candidate;
    return [{ key: `${i}`, cells: [tell('end', event.end), type, protocol, `${address} ${port}`] }];
  });
  return table(
    t('panel.candidates'),
    ['column.end', 'column.type', 'column.protocol', 'column.address'],
    rows,
    filter,
  );
}

function pairs({ samples }: ConnectionTrace): VNode {
  const stats = samples.at(-1)?.stats ?? {};
  const typeOf = (id: unknown): string => String(stats[String(id)]?.['candidateType'] ?? '–');
  const rows = Object.entries(stats)
    .filter(([, { type }]) => type === 'candidate-pair')
    .map(([key, pair]) => {
      const rtt = pair['currentRoundTripTime'];
      return {
        key,
        cells: [
          typeOf(pair['localCandidateId']),
          typeOf(pair['remoteCandidateId']),
          String(pair['state'] ?? ''),
          typeof rtt === 'number' ? `${(rtt * 1_000).toFixed(0)} ms` : '–',
          t(pair['nominated'] === true ? 'value.yes' : 'value.no'),
        ],
      };
    });
  return table(
    t('panel.pairs'),
    ['column.local', 'column.remote', 'column.state', 'column.rtt', 'column.chosen'],
    rows,
  );
}
