import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Translator } from '../core/locales/translate.ts';
import type { Playback } from '../core/media/playback.ts';
import type { Control } from './attributes.ts';
import type { CallState } from './call-states.ts';
import type { CallSnapshot } from './snapshot.ts';

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
  readonly room: string;
  readonly displayName: string;
  readonly playback: Playback;
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
  const { participants, speaking, microphone, camera, asking } = model.snapshot;
  const { t } = model.words;
  return html`<section class="column call" tabindex="-1" data-focus aria-label=${t('call.label')}>
    ${renderNotices(model)}
    <metered-call-grid
      exportparts="tile, speaking, name"
      .participants=${participants}
      .speaking=${speaking}
      .playback=${model.playback}
      .words=${model.words}
    >
      ${
        participants.length === 1
          ? html`<div class="empty">
              <slot name="empty"><strong>${t('call.empty')}</strong>${t('call.empty.hint')}</slot>
            </div>`
          : nothing
      }
    </metered-call-grid>
    <metered-call-control-bar
      part="controls"
      exportparts="button"
      .controls=${model.controls}
      .microphone=${microphone}
      .camera=${camera}
      .asking=${asking}
      .words=${model.words}
    >
      <slot name="controls-start" slot="controls-start"></slot>
      <slot name="controls-end" slot="controls-end"></slot>
    </metered-call-control-bar>
  </section>`;
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

function renderNotices({ snapshot, words }: ViewModel): TemplateResult | typeof nothing {
  const { state, notices, playbackBlocked } = snapshot;
  const { t } = words;
  const inCall = state === 'joined' || state === 'reconnecting';
  const reconnecting = state === 'reconnecting';
  const silent = inCall && playbackBlocked;
  if (!reconnecting && !silent && notices.length === 0) return nothing;
  return html`<div class="notices">
    ${
      reconnecting
        ? html`<metered-call-banner part="banner" busy .text=${t('call.reconnecting')}></metered-call-banner>`
        : nothing
    }
    ${
      silent
        ? html`<metered-call-banner
            part="banner"
            exportparts="button"
            data-finding="autoplay-blocked"
            .icon=${'play'}
            .text=${t('call.playback')}
            .action=${t('call.playback.action')}
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
