import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { icons } from '../icons.ts';
import type { IconName } from '../icons.ts';

export interface ControlButton {
  readonly control: string;
  /** What a screen reader calls it. */
  readonly name: string;
  readonly icon: IconName;
  /** Beside the icon, where there is room for it. */
  readonly text?: string;
  /** A toggle: whether it is on. */
  readonly pressed?: boolean;
  /** Opens something: whether it is open. */
  readonly expanded?: boolean;
  /** How many things wait behind it. */
  readonly badge?: number;
  readonly press: (event: Event) => void;
}

export function controlButton(button: ControlButton): TemplateResult {
  const { control, name, icon, text, pressed, expanded, badge = 0, press } = button;
  return html`<button
    class=${text === undefined ? 'round' : 'row'}
    part="button"
    type="button"
    data-control=${control}
    aria-label=${name}
    title=${text === undefined ? name : nothing}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    @click=${press}
  >
    ${icons[icon]}${text ?? nothing}${
      badge > 0 ? html`<span class="alert" aria-hidden="true">${badge > 99 ? '99+' : badge}</span>` : nothing
    }
  </button>`;
}
