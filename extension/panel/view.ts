import type { VNode } from 'snabbdom';
import type { ProbeRuns } from '../faces/probe-runs.ts';
import { button, el } from '../ui/dom.ts';
import type { Child } from '../ui/dom.ts';
import { findingCard } from '../ui/finding-card.ts';
import { probeRows } from '../ui/probe-rows.ts';
import { lookOf } from '../ui/tile-rows.ts';
import type { Part } from '../verdict/assess.ts';
import { t } from '../words/words.ts';
import { connectionsView } from './views/connections.ts';
import { captureView, mediaView, signallingView, transcriptView } from './views/lists.ts';

export const VIEWS = [
  'findings',
  'connections',
  'media',
  'capture',
  'signalling',
  'tests',
  'transcript',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** One recording that can be looked at. */
export interface Source {
  readonly key: string;
  readonly label: string;
  readonly part: Part;
}

export interface PanelState {
  readonly view: ViewName;
  readonly filter: string;
  readonly paused: boolean;
  readonly notice: string;
  readonly sources: readonly Source[];
  /** Some of them are of pages that came before the one in front. */
  readonly hasEarlier: boolean;
  readonly shown: Source | undefined;
  readonly imported: boolean;
  readonly dropped: number;
  readonly canReload: boolean;
  /** A reload records, whether the site is watched or not. */
  readonly reloadRecords: boolean;
  readonly probes: ProbeRuns;
}

export interface PanelActions {
  choose(page: string): void;
  open(view: ViewName): void;
  filter(text: string): void;
  pause(): void;
  forgetEarlier(): void;
  reload(): void;
  save(): void;
  live(): void;
  show(stream: string): void;
  openFile(file: File): Promise<void>;
}

export function panelView(state: PanelState, actions: PanelActions): VNode {
  return el(
    'main',
    { attrs: { 'data-source': state.imported ? 'file' : 'page' } },
    el('h1.hidden', null, t('app.name')),
    toolbar(state, actions),
    tabs(state, actions),
    el('p', { attrs: { role: 'status' } }, state.notice),
    state.dropped > 0 ? el('p.quiet', null, t('panel.dropped', { count: state.dropped })) : null,
    state.shown
      ? el(
          `section.${state.view}`,
          {
            key: `${state.shown.key} ${state.view}`,
            attrs: { role: 'tabpanel', 'aria-label': t(`panel.${state.view}`) },
          },
          el('h2.hidden', null, t(`panel.${state.view}`)),
          content(state.shown.part, state, actions),
        )
      : el('p', null, t(state.reloadRecords ? 'panel.empty.reload' : 'panel.empty')),
  );
}

function toolbar(state: PanelState, actions: PanelActions): VNode {
  const { shown, sources, hasEarlier, imported, paused, canReload } = state;
  const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
  const pick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) void actions.openFile(file);
    input.value = '';
  };
  const live: Child[] = imported
    ? [
        el('span', { attrs: { 'data-imported': '' } }, shown?.label ?? ''),
        button(t('panel.live'), () => actions.live()),
      ]
    : [
        el(
          'select',
          {
            attrs: { 'aria-label': t('panel.documents') },
            on: { change: (event) => actions.choose(valueOf(event)) },
          },
          ...sources.map(({ key, label }) =>
            el('option', { key, attrs: { value: key, selected: key === shown?.key } }, label),
          ),
        ),
        button(t(paused ? 'panel.resume' : 'panel.pause'), () => actions.pause(), {
          'aria-pressed': String(paused),
        }),
        hasEarlier ? button(t('panel.forget'), () => actions.forgetEarlier()) : null,
        canReload ? button(t('panel.reload'), () => actions.reload()) : null,
      ];
  return el(
    'div.toolbar',
    { attrs: { role: 'toolbar', 'aria-label': t('app.name') } },
    ...live,
    el('input', {
      attrs: { type: 'search', placeholder: t('panel.filter'), 'aria-label': t('panel.filter') },
      on: { input: (event) => actions.filter(valueOf(event)) },
    }),
    shown ? button(t('action.save'), () => actions.save()) : null,
    el(
      'label.file',
      null,
      t('panel.import'),
      el('input', {
        attrs: { type: 'file', accept: '.json,.gz,.txt,application/json,application/gzip' },
        on: { change: pick },
      }),
    ),
  );
}

function tabs({ view, shown }: PanelState, actions: PanelActions): VNode {
  const counts: Partial<Record<ViewName, number>> = shown
    ? {
        findings: shown.part.findings.length,
        connections: shown.part.dump.trace.connections.length,
        media: shown.part.dump.trace.elements.length,
        capture: shown.part.dump.trace.captures.length,
      }
    : {};
  const move = (event: Event): void => {
    const { key } = event as KeyboardEvent;
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length] ?? view;
    actions.open(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return el(
    'div.tabs',
    { attrs: { role: 'tablist' }, on: { keydown: move } },
    ...VIEWS.map((name) =>
      button(
        `${t(`panel.${name}`)}${counts[name] === undefined ? '' : ` ${counts[name]}`}`,
        () => actions.open(name),
        {
          role: 'tab',
          id: `tab-${name}`,
          'aria-selected': String(name === view),
          tabindex: name === view ? 0 : -1,
        },
      ),
    ),
  );
}

function content(part: Part, { view, filter, imported, probes }: PanelState, actions: PanelActions): VNode {
  const show = imported || part.page === undefined ? undefined : (stream: string) => actions.show(stream);
  switch (view) {
    case 'findings':
      return findingsView(part, filter, show);
    case 'connections':
      return connectionsView(part, filter);
    case 'media':
      return mediaView(part, filter, show);
    case 'capture':
      return captureView(part, filter);
    case 'signalling':
      return signallingView(part, filter);
    case 'tests':
      return probeRows(imported ? [] : [part], probes);
    case 'transcript':
      return transcriptView(part, filter);
  }
}

function findingsView(part: Part, filter: string, show: ((stream: string) => void) | undefined): VNode {
  const wanted = filter.toLowerCase();
  const found = part.findings.filter(({ code, cause }) => `${code} ${cause}`.toLowerCase().includes(wanted));
  if (found.length === 0) return el('p', null, t('none.findings'));
  return el(
    'div.cards',
    null,
    ...found.map((finding) => {
      const stream = streamOf(part, finding.subject.id);
      return findingCard(finding, { open: true, show: show && stream ? () => show(stream) : undefined });
    }),
  );
}

/** The stream of the element that something is about: itself, or whichever plays the track. */
function streamOf({ dump }: Part, id: string): string | undefined {
  for (const element of dump.trace.elements) {
    const look = lookOf(element);
    if (look?.stream && (element.id === id || look.tracks.includes(id))) return look.stream;
  }
  return undefined;
}
