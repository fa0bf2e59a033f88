import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Translator } from '../../core/locales/translate.ts';
import { icons } from '../icons.ts';
import type { DeviceState } from '../snapshot.ts';

type Kind = 'microphone' | 'camera';

/** A toggle: its name stays, `aria-pressed` says whether the device is on. */
export function deviceButton(
  kind: Kind,
  state: DeviceState,
  asking: boolean,
  { t }: Translator,
  request: (kind: Kind, on: boolean) => void,
): TemplateResult {
  const on = state === 'on';
  const name = t(`control.${kind}`);
  return html`<button
    class="round"
    part="button"
    type="button"
    aria-label=${name}
    title=${name}
    aria-busy=${asking && !on ? 'true' : nothing}
    aria-pressed=${on ? 'true' : 'false'}
    data-control=${kind}
    @click=${() => request(kind, !on)}
  >
    ${icons[on ? kind : (`${kind}-off` as const)]}${state === 'none' ? html`<span class="alert" aria-hidden="true">!</span>` : null}
  </button>`;
}
