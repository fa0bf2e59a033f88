import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html } from 'lit';
import type { Finding } from '../finding.ts';
import { base } from '../styles/base.ts';
import { devicesStyles } from '../styles/devices.ts';
import { findingText } from './finding-text.ts';
import { Part } from './part.ts';

/** What the doctor found, and the report of it to hand on. */
export class CallReport extends Part {
  static override styles = [base, devicesStyles];
  static override properties: PropertyDeclarations = { findings: { attribute: false } };

  declare findings: readonly Finding[];

  protected override render(): TemplateResult {
    const { t } = this.words;
    return html`${
        this.findings.length === 0
          ? html`<p>${t('report.fine')}</p>`
          : html`<ul class="findings">
              ${this.findings.map(
                (finding) => html`<li data-finding=${finding.code}>${findingText(finding, this.words)}</li>`,
              )}
            </ul>`
      }
      <p class="about">${t('report.about')}</p>
      <button class="primary" part="button" type="button" @click=${() => this.request('report', null)}>
        ${t('report.save')}
      </button>`;
  }
}
