import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { icons } from '../icons.ts';
import type { IconName } from '../icons.ts';
import type { Finding } from '../finding.ts';
import { base } from '../styles/base.ts';
import { bannerStyles } from '../styles/banner.ts';
import { Part } from './part.ts';

/** A strip above the call: a finding that the call survives, or a short notice with one action. */
export class CallBanner extends Part {
  static override styles = [base, bannerStyles];
  static override properties: PropertyDeclarations = {
    finding: { attribute: false },
    text: {},
    action: {},
    icon: {},
    busy: { type: Boolean },
  };

  declare finding: Finding | null;
  declare text: string;
  declare action: string;
  declare icon: IconName;
  declare busy: boolean;

  protected override render(): TemplateResult {
    return this.finding ? this.#finding(this.finding) : this.#notice();
  }

  #notice(): TemplateResult {
    return html`<div class="row">
      ${this.busy ? html`<span class="spinner"></span>` : this.icon ? icons[this.icon] : nothing}
      <p class="grow">${this.text}</p>
      ${
        this.action
          ? html`<button
              class="primary"
              part="button"
              type="button"
              @click=${() => this.request('request-playback', null)}
            >
              ${this.action}
            </button>`
          : nothing
      }
    </div>`;
  }

  #finding({ id, code, params, cause, fix }: Finding): TemplateResult {
    const { t } = this.words;
    const variant = params.variant;
    const words = this.words.finding(code, typeof variant === 'string' ? variant : undefined, params);
    return html`<div class="row">
      ${icons.warning}
      <div class="grow">
        <p class="title">${words?.title ?? code}</p>
        <details>
          <summary>${t('lobby.how-to-fix')}</summary>
          <p>${words?.cause ?? cause}</p>
          <ol>
            ${(words?.fix ?? fix).map((step) => html`<li>${step}</li>`)}
          </ol>
        </details>
      </div>
      <button
        class="round close"
        part="button"
        type="button"
        aria-label=${t('control.dismiss')}
        title=${t('control.dismiss')}
        @click=${() => this.request('request-dismiss', { id })}
      >
        ${icons.close}
      </button>
    </div>`;
  }
}
