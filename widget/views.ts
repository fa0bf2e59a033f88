import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Translator } from '../core/locales/translate.ts';
import type { Playback } from '../core/media/playback.ts';
import { canShareScreen } from '../core/media/screen.ts';
import type { Control, Layout } from './attributes.ts';
import type { CallState } from './call-states.ts';
import { canPipVideo, documentPip } from './picture-in-picture.ts';
import { actionsBeside } from './shortcuts.ts';
import type { CallSnapshot } from './snapshot.ts';
import type { Ui } from './ui.ts';

type View = 'idle' | 'lobby' | 'call' | 'card';
const VIEWS: Readonly<Record<CallState, View>> = {
  idle: 'idle',
  lobby: 'lobby',
  joining: 'lobby',
  joined: 'call',
  reconnecting: 'call',
  leaving: 'idle',
  closed: 'card',
  failed: 'card',
};

export const viewOf = (state: CallState): View => VIEWS[state];

/** All that a view depends on. */
export interface ViewModel {
  readonly snapshot: CallSnapshot;
  readonly words: Translator;
  readonly controls: readonly Control[];
  readonly layout: Layout;
  readonly room: string;
  readonly displayName: string;
  readonly playback: Playback;
  readonly ui: Ui;
  /** Your microphone, for the level meter. */
  readonly microphone: MediaStreamTrack | null;
}

export function view(model: ViewModel): TemplateResult | typeof nothing {
  switch (viewOf(model.snapshot.state)) {
    case 'lobby':
      return renderLobby(model);
    case 'call':
      return renderCall(model);
    case 'card':
      return renderCard(model);
    case 'idle':
      return nothing;
  }
}

function renderLobby(model: ViewModel): TemplateResult {
  return html`<div class="column">
    ${renderNotices(model)}<metered-call-lobby
      part="lobby"
      exportparts="button"
      data-focus
      .snapshot=${model.snapshot}
      .room=${model.room}
      .displayName=${model.displayName}
      .controls=${model.controls}
      .words=${model.words}
      ><slot name="lobby-intro" slot="lobby-intro"></slot
    ></metered-call-lobby>
  </div>`;
}

function renderCall(model: ViewModel): TemplateResult {
  const { snapshot, words, playback, layout, ui } = model;
  const { participants, microphone, camera, asking, sharing, unread } = snapshot;
  const { t } = words;
  return html`<section class="column call" tabindex="-1" data-focus aria-label=${t('call.label')}>
    ${renderNotices(model)}
    <div class="middle">
      <metered-call-grid
        exportparts="tile, speaking, name, button, card"
        .snapshot=${snapshot}
        .playback=${playback}
        .layout=${layout}
        .pinned=${ui.pinned}
        .stats=${ui.stats}
        .canPip=${canPipVideo()}
        .words=${words}
      >
        ${
          participants.length === 1
            ? html`<div class="empty">
                <slot name="empty"><strong>${t('call.empty')}</strong>${t('call.empty.hint')}</slot>
              </div>`
            : nothing
        }
      </metered-call-grid>
      ${renderPanel(model)}
    </div>
    <metered-call-control-bar
      part="controls"
      exportparts="button"
      .controls=${available(model.controls)}
      .microphone=${microphone}
      .camera=${camera}
      .asking=${asking}
      .sharing=${sharing}
      .unread=${unread}
      .panel=${ui.panel}
      .words=${words}
    >
      <slot name="controls-start" slot="controls-start"></slot>
      <slot name="controls-end" slot="controls-end"></slot>
    </metered-call-control-bar>
  </section>`;
}

/** What this browser can do at all. */
export function available(controls: readonly Control[]): readonly Control[] {
  const cannot = [canShareScreen() ? '' : 'screen', documentPip() || canPipVideo() ? '' : 'pip'];
  return controls.filter((control) => !cannot.includes(control));
}

function renderPanel(model: ViewModel): TemplateResult | typeof nothing {
  const { snapshot, words, ui, layout, microphone } = model;
  const { participants, messages, devices, findings } = snapshot;
  const { panel } = ui;
  const [self] = participants;
  switch (panel) {
    case null:
    case 'more':
      return nothing;
    case 'chat':
      return inPanel(
        model,
        'chat',
        html`<metered-call-chat
          exportparts="button"
          .messages=${messages}
          .canSend=${participants.some((p) => !p.isLocal && p.canChat)}
          .ownName=${self?.name ?? ''}
          .draft=${ui.draft}
          .words=${words}
        ></metered-call-chat>`,
      );
    case 'people':
      return inPanel(
        model,
        'roster',
        html`<metered-call-roster
          exportparts="button"
          .participants=${participants}
          .pinned=${ui.pinned}
          .words=${words}
        ></metered-call-roster>`,
      );
    case 'devices':
      return inPanel(
        model,
        'devices',
        html`<metered-call-devices
          exportparts="button"
          .devices=${devices}
          .microphone=${microphone}
          .words=${words}
        ></metered-call-devices>`,
      );
    case 'layout':
      return inPanel(
        model,
        'layout',
        html`<metered-call-options
          exportparts="button"
          .layout=${layout}
          .stats=${ui.stats}
          .actions=${actionsBeside(available(model.controls))}
          .shortcuts=${ui.shortcuts.on}
          .keys=${ui.shortcuts.keys}
          .words=${words}
        ></metered-call-options>`,
      );
    case 'report':
      return inPanel(
        model,
        'report',
        html`<metered-call-report
          exportparts="button"
          .findings=${findings}
          .participants=${participants}
          .reports=${snapshot.reports}
          .words=${words}
        ></metered-call-report>`,
      );
  }
}

function inPanel(
  { words, ui }: ViewModel,
  part: string,
  content: TemplateResult,
): TemplateResult | typeof nothing {
  const { panel } = ui;
  return panel === null
    ? nothing
    : html`<metered-call-panel
        part=${part}
        exportparts="button"
        data-panel=${panel}
        .heading=${words.t(`control.${panel}`)}
        .words=${words}
        >${content}</metered-call-panel
      >`;
}

function renderCard(model: ViewModel): TemplateResult {
  const { state, findings } = model.snapshot;
  const finding = state === 'failed' ? (findings[0] ?? null) : null;
  return html`<metered-call-card
    part="card"
    exportparts="button"
    data-focus
    data-finding=${finding?.code ?? nothing}
    .finding=${finding}
    .words=${model.words}
    >${finding ? nothing : html`<slot name="ended"></slot>`}</metered-call-card
  >`;
}

function renderNotices({ snapshot, words, ui }: ViewModel): TemplateResult | typeof nothing {
  const { state, notices, playbackBlocked, recovery, lostPaths, question } = snapshot;
  const { t } = words;
  const inCall = state === 'joined' || state === 'reconnecting';
  const reconnecting = state === 'reconnecting';
  const held = inCall ? playbackBlocked : null;
  if (!reconnecting && !lostPaths && !question && !held && !ui.note && notices.length === 0) return nothing;
  return html`<div class="notices">
    ${
      reconnecting
        ? html`<metered-call-banner
            part="banner"
            busy
            .text=${t('call.reconnecting')}
            .recovery=${recovery}
            data-layer="server"
            .words=${words}
          ></metered-call-banner>`
        : nothing
    }
    ${
      lostPaths
        ? html`<metered-call-banner
            part="banner"
            busy
            data-layer="media"
            .recovery=${lostPaths}
            .words=${words}
          ></metered-call-banner>`
        : nothing
    }
    ${
      held
        ? html`<metered-call-banner
            part="banner"
            exportparts="button"
            data-finding="autoplay-blocked"
            .icon=${'play'}
            .text=${t(held === 'sound' ? 'call.playback.sound' : 'call.playback')}
            .action=${t(held === 'sound' ? 'call.playback.sound.action' : 'call.playback.action')}
          ></metered-call-banner>`
        : nothing
    }
    ${
      ui.note
        ? html`<metered-call-banner part="banner" data-note .text=${t(ui.note)}></metered-call-banner>`
        : nothing
    }
    ${
      question
        ? html`<metered-call-banner
            part="banner"
            exportparts="button"
            question
            data-question="report"
            .text=${t('report.question', { name: question.name })}
            .words=${words}
          ></metered-call-banner>`
        : nothing
    }
    ${notices.map(
      (finding) =>
        html`<metered-call-banner
          part="banner"
          exportparts="button"
          data-finding=${finding.code}
          .finding=${finding}
          .words=${words}
        ></metered-call-banner>`,
    )}
  </div>`;
}
