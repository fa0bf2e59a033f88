import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Control } from '../attributes.ts';
import { icons } from '../icons.ts';
import type { DeviceState } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { controlBarStyles } from '../styles/control-bar.ts';
import { deviceButton } from './device-button.ts';
import { Part } from './part.ts';

/** Microphone, camera and leave, with room for the page's own controls on both sides. */
export class CallControlBar extends Part {
  static override styles = [base, controlBarStyles];
  static override properties: PropertyDeclarations = {
    controls: { attribute: false },
    microphone: {},
    camera: {},
    asking: { type: Boolean },
  };

  declare controls: readonly Control[];
  declare microphone: DeviceState;
  declare camera: DeviceState;
  declare asking: boolean;

  protected override render(): TemplateResult {
    const { words, controls } = this;
    const ask = (kind: 'microphone' | 'camera', on: boolean): void =>
      this.request('request-device', { kind, on });
    return html`<div class="bar" role="group" aria-label=${words.t('control.bar')}>
      <slot name="controls-start"></slot>
      ${controls.includes('microphone') ? deviceButton('microphone', this.microphone, this.asking, words, ask) : nothing}
      ${controls.includes('camera') ? deviceButton('camera', this.camera, this.asking, words, ask) : nothing}
      ${
        controls.includes('leave')
          ? html`<button
              class="danger leave"
              part="button"
              type="button"
              data-control="leave"
              aria-label=${words.t('control.leave')}
              @click=${() => this.request('request-leave', null)}
            >
              ${icons.leave}<span class="text">${words.t('control.leave')}</span>
            </button>`
          : nothing
      }
      <slot name="controls-end"></slot>
    </div>`;
  }
}
