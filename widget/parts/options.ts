import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html } from 'lit';
import type { Layout } from '../attributes.ts';
import { LAYOUTS } from '../attributes.ts';
import type { WordKey } from '../../core/locales/catalogue.ts';
import type { Action } from '../shortcuts.ts';
import { base } from '../styles/base.ts';
import { devicesStyles } from '../styles/devices.ts';
import { Part } from './part.ts';

/** How the call is shown, and the keys that work it. */
export class CallOptions extends Part {
  static override styles = [base, devicesStyles];
  static override properties: PropertyDeclarations = {
    layout: {},
    stats: { type: Boolean },
    actions: { attribute: false },
    shortcuts: { type: Boolean },
    keys: { attribute: false },
  };

  declare layout: Layout;
  declare stats: boolean;
  /** What there is a key for. */
  declare actions: readonly Action[];
  declare shortcuts: boolean;
  declare keys: Readonly<Record<Action, string>>;

  protected override render(): TemplateResult {
    const { t } = this.words;
    const check = (label: string, checked: boolean, change: (on: boolean) => void): TemplateResult =>
      html`<label class="check">
        <input
          type="checkbox"
          .checked=${checked}
          @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
        /><span>${label}</span>
      </label>`;
    return html`<fieldset>
        <legend>${t('view.layout')}</legend>
        ${LAYOUTS.map(
          (layout) =>
            html`<label class="check">
              <input
                type="radio"
                name="layout"
                .checked=${layout === this.layout}
                @change=${() => this.request('layout', layout)}
              /><span>${t(`view.${layout}`)}</span>
            </label>`,
        )}
      </fieldset>
      <button class="quiet" part="button" type="button" @click=${() => this.request('fullscreen', null)}>
        ${t('control.fullscreen')}
      </button>
      ${check(t('view.stats'), this.stats, (on) => this.request('stats', on))}
      <fieldset>
        <legend>${t('view.shortcuts')}</legend>
        ${check(t('view.shortcuts.on'), this.shortcuts, (on) => this.request('shortcuts', on))}
        ${this.actions.map((action) => this.#key(action))}
      </fieldset>`;
  }

  #key(action: Action): TemplateResult {
    const { t } = this.words;
    const name = t(LABELS[action]);
    return html`<label class="key">
      <span>${name}</span>
      <input
        aria-label=${t('view.shortcuts.key', { action: name })}
        maxlength="1"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${this.keys[action]}
        ?disabled=${!this.shortcuts}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          this.request('shortcut', { action, key: input.value });
          input.value = this.keys[action];
        }}
      />
    </label>`;
  }
}

const LABELS = {
  microphone: 'control.microphone',
  camera: 'control.camera',
  screen: 'control.screen',
  chat: 'control.chat',
  people: 'control.people',
  devices: 'control.devices',
  layout: 'view.layout',
  fullscreen: 'control.fullscreen',
  shortcuts: 'view.shortcuts',
} as const satisfies Readonly<Record<Action, WordKey>>;
