import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html } from 'lit';
import { icons } from '../icons.ts';
import { base } from '../styles/base.ts';
import { panelStyles } from '../styles/panel.ts';
import { Part } from './part.ts';

/** Beside the tiles, or over them where there is no room: a heading, a way to close it, and what it is about. */
export class CallPanel extends Part {
  static override styles = [base, panelStyles];
  static override properties: PropertyDeclarations = { heading: {} };

  declare heading: string;

  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }

  protected override render(): TemplateResult {
    const close = this.words.t('control.close');
    return html`<section aria-labelledby="heading">
      <header>
        <h2 id="heading" tabindex="-1">${this.heading}</h2>
        <button
          class="round"
          part="button"
          type="button"
          aria-label=${close}
          title=${close}
          @click=${() => this.request('panel', null)}
        >
          ${icons.close}
        </button>
      </header>
      <slot></slot>
    </section>`;
  }
}
