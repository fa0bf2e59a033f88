import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Finding } from '../finding.ts';
import type { ReportState } from '../report-exchange.ts';
import type { Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { devicesStyles } from '../styles/devices.ts';
import { findingText } from './finding-text.ts';
import { Part } from './part.ts';

/** What the doctor found, and the report of it to hand on. */
export class CallReport extends Part {
  static override styles = [base, devicesStyles];
  static override properties: PropertyDeclarations = {
    findings: { attribute: false },
    participants: { attribute: false },
    reports: { attribute: false },
  };

  declare findings: readonly Finding[];
  declare participants: readonly Participant[];
  declare reports: ReadonlyMap<string, ReportState>;

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
      ${this.participants.filter((one) => !one.isLocal && one.canChat).map((one) => this.#other(one))}
      <p class="about">${t('report.about')}</p>
      <button class="primary" part="button" type="button" @click=${() => this.request('report', null)}>
        ${t('report.save')}
      </button>`;
  }

  /** Theirs: to be asked for, or how that went. */
  #other({ id, name }: Participant): TemplateResult {
    const { t } = this.words;
    const state = this.reports.get(id);
    return html`<div class="other" data-report=${state ?? nothing}>
      ${state ? html`<p>${t(`report.${state}`, { name })}</p>` : nothing}
      ${
        state === 'asked'
          ? nothing
          : html`<button
              class="quiet"
              part="button"
              type="button"
              @click=${() => this.request('report-ask', id)}
            >
              ${t('report.ask', { name })}
            </button>`
      }
    </div>`;
  }
}
