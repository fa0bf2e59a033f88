import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Finding } from '../finding.ts';
import { icons } from '../icons.ts';
import { base } from '../styles/base.ts';
import { cardStyles } from '../styles/card.ts';
import { wordsOf } from './finding-text.ts';
import { Part } from './part.ts';

/** The call is over, or could not begin: what happened, what to do, and the way back. */
export class CallCard extends Part {
  static override styles = [base, cardStyles];
  static override properties: PropertyDeclarations = { finding: { attribute: false } };

  /** Null: it ended as it should. */
  declare finding: Finding | null;

  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }

  protected override render(): TemplateResult {
    const { finding } = this;
    return html`<div class="card">
      <span class="icon ${finding ? 'bad' : ''}">${finding ? icons.warning : icons.wave}</span>
      ${finding ? this.#failed(finding) : this.#ended()}
      <slot></slot>
    </div>`;
  }

  #ended(): TemplateResult {
    const { t } = this.words;
    return html`<h2 tabindex="-1">${t('ended.title')}</h2>
      <p class="cause">${t('ended.text')}</p>
      ${this.#button(t('ended.rejoin'))}`;
  }

  #failed(finding: Finding): TemplateResult {
    const { t } = this.words;
    const { code } = finding;
    const { title, cause, fix: steps } = wordsOf(finding, this.words);
    return html`<h2 tabindex="-1">${title}</h2>
      <p class="cause">${cause}</p>
      ${
        steps.length > 0
          ? html`<div class="fix">
              <h3>${t('failed.fix')}</h3>
              <ol>
                ${steps.map((step) => html`<li>${step}</li>`)}
              </ol>
            </div>`
          : nothing
      }
      ${code === 'secret-key-in-page' ? nothing : this.#button(t('failed.retry'))}
      <p class="code">${t('failed.code', { code })}</p>`;
  }

  #button(label: string): TemplateResult {
    return html`<button
      class="primary"
      part="button"
      type="button"
      @click=${() => this.request('join', { displayName: null })}
    >
      ${label}
    </button>`;
  }
}
