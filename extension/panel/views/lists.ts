import type { VNode } from 'snabbdom';
import { button, el } from '../../ui/dom.ts';
import { lookOf } from '../../ui/tile-rows.ts';
import { clock } from '../../ui/time.ts';
import type { Part } from '../../verdict/assess.ts';
import { t } from '../../words/words.ts';
import { table } from '../table.ts';

/** Shows the element that plays a stream. */
export type Show = ((stream: string) => void) | undefined;

export function mediaView({ dump, findings }: Part, filter: string, show: Show): VNode {
  const rows = dump.trace.elements.map((element) => {
    const look = lookOf(element);
    const stream = look?.stream ?? null;
    const about = findings.filter(
      ({ subject }) => subject.id === element.id || look?.tracks.includes(subject.id) === true,
    );
    const states = look
      ? [
          t(look.paused ? 'tile.paused' : 'tile.playing'),
          look.muted ? 'muted' : '',
          look.connected ? '' : 'detached',
          look.visible ? '' : 'hidden',
          `readyState ${look.readyState}`,
          look.liveTracks.length === 0 ? 'no live track' : '',
        ]
      : [];
    return {
      key: element.id,
      cells: [
        `<${element.tag}> ${element.id}`,
        look ? t('tile.size', { width: Math.round(look.width), height: Math.round(look.height) }) : '–',
        look ? t('tile.size', { width: look.videoWidth, height: look.videoHeight }) : '–',
        states.filter(Boolean).join(', '),
        el(
          'span',
          null,
          ...about.map(({ code }) => el('span.code', { attrs: { 'data-finding': code } }, code)),
        ),
        show && stream !== null ? button(t('action.show'), () => show(stream)) : null,
      ],
    };
  });
  return table(
    t('panel.media'),
    ['column.element', 'column.size', 'column.picture', 'column.state', 'section.findings', 'column.what'],
    rows,
    filter,
  );
}

export function captureView({ dump }: Part, filter: string): VNode {
  const rows = dump.trace.captures.map(({ id, at, method, audio, video, required, error, tracks }) => ({
    key: id,
    cells: [
      clock(at),
      method,
      [video ? 'video' : '', audio ? 'audio' : '', ...required].filter(Boolean).join(', '),
      error ? `${error.name}: ${error.message}` : tracks.join(', '),
    ],
  }));
  return table(
    t('panel.capture'),
    ['column.time', 'column.what', 'column.asked', 'column.result'],
    rows,
    filter,
  );
}

export function signallingView({ dump }: Part, filter: string): VNode {
  const rows = dump.trace.sockets.flatMap((socket) => [
    { at: socket.createdAt, key: `${socket.id} made`, cells: ['', socket.url, '', socket.id, ''] },
    ...socket.frames.map((frame, i) => ({
      at: frame.at,
      key: `${socket.id} ${i}`,
      cells: [
        t(`direction.${frame.end}`),
        [frame.type, frame.signal, frame.presence, frame.answers, frame.code].filter(Boolean).join(' '),
        frame.channel ?? '',
        frame.from ?? frame.to ?? '',
        String(frame.size),
      ],
    })),
    ...(socket.closedAt === undefined
      ? []
      : [
          {
            at: socket.closedAt,
            key: `${socket.id} closed`,
            cells: [
              '',
              `${t('value.closed', { code: socket.closeCode ?? 1006 })} ${socket.closeReason ?? ''}`,
              '',
              socket.id,
              '',
            ],
          },
        ]),
  ]);
  return table(
    t('panel.signalling'),
    ['column.time', 'column.direction', 'column.type', 'column.channel', 'column.peer', 'column.bytes'],
    rows.sort((a, b) => a.at - b.at).map(({ at, key, cells }) => ({ key, cells: [clock(at), ...cells] })),
    filter,
  );
}

/** Everything that happened, in one order of time. */
export function transcriptView({ dump }: Part, filter: string): VNode {
  const { trace, transcript = [] } = dump;
  const rows = [
    ...trace.connections.flatMap(({ id, log }) =>
      log
        .filter(({ type }) => type.endsWith('-state') || type === 'closed' || type === 'candidate-error')
        .map((event) => ({
          at: event.at,
          text: `${id} ${event.type} ${'state' in event ? event.state : ''}`,
        })),
    ),
    ...trace.captures.map(({ at, method, error }) => ({ at, text: `${method} ${error?.name ?? ''}` })),
    ...trace.sockets.flatMap(({ id, url, createdAt, closedAt, closeCode }) => [
      { at: createdAt, text: `${id} ${url}` },
      ...(closedAt === undefined
        ? []
        : [{ at: closedAt, text: `${id} ${t('value.closed', { code: closeCode ?? 1006 })}` }]),
    ]),
    ...trace.elements.flatMap(({ id, log }) =>
      log
        .filter((event) => event.type === 'play' || event.type === 'pause')
        .map((event) => ({
          at: event.at,
          text: `${id} ${event.type}() ${'error' in event ? (event.error?.name ?? '') : ''}`,
        })),
    ),
    ...trace.calls.flatMap(({ id, log }) =>
      log.map((event) => ({
        at: event.at,
        text: `${id} ${event.type} ${'state' in event ? event.state : ''}`,
      })),
    ),
    ...trace.probes.map(({ at, probe, target, ok, error }) => ({
      at,
      text: `${probe} ${target} ${ok ? '✓' : `✗ ${error?.name ?? ''} ${error?.code ?? ''}`}`,
    })),
    ...trace.violations.map(({ at, directive, blocked }) => ({ at, text: `${directive} ${blocked}` })),
  ].sort((a, b) => a.at - b.at);
  return el(
    'div',
    null,
    table(
      t('panel.transcript'),
      ['column.time', 'column.what'],
      rows.map(({ at, text }, i) => ({ key: `${i} ${at}`, cells: [clock(at), text] })),
      filter,
    ),
    transcript.length > 0 ? el('pre', null, transcript.join('\n')) : null,
  );
}
