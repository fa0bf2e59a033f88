import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { fixOf } from '../fix.ts';
import { icons } from '../icons.ts';
import type { IconName } from '../icons.ts';
import type { Finding } from '../finding.ts';
import type { Recovery } from '../recovery.ts';
import { base } from '../styles/base.ts';
import { bannerStyles } from '../styles/banner.ts';
import { findingText } from './finding-text.ts';
import { Part } from './part.ts';

/** Of more people than these the banner does not say who they are. */
const MOST_NAMES = 3;

/** A strip above the call: a finding that the call survives, or a short notice with one action. */
export class CallBanner extends Part {
  static override styles = [base, bannerStyles];
  static override properties: PropertyDeclarations = {
    finding: { attribute: false },
    question: { type: Boolean },
    text: {},
    action: {},
    icon: {},
    busy: { type: Boolean },
    recovery: { attribute: false },
    seconds: { state: true },
  };

  declare finding: Finding | null;
  /** The text is a question, to be answered by yes or no. */
  declare question: boolean;
  declare text: string;
  declare action: string;
  declare icon: IconName;
  declare busy: boolean;
  /** How far the way back has come, or null. */
  declare recovery: Recovery | null;
  /** Until the next attempt. */
  declare seconds: number;
  #clock: ReturnType<typeof setInterval> | undefined;

  override focus(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Its count goes on.
    this.requestUpdate('recovery');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('recovery')) return;
    clearInterval(this.#clock);
    if (!this.recovery) return;
    this.#count();
    this.#clock = setInterval(() => this.#count(), 500);
  }

  #count(): void {
    this.seconds = Math.max(0, Math.ceil(((this.recovery?.nextAt ?? 0) - Date.now()) / 1_000));
  }

  protected override render(): TemplateResult {
    return this.finding ? this.#finding(this.finding) : this.#notice();
  }

  #notice(): TemplateResult {
    return html`<div class="row">
      ${this.busy ? html`<span class="spinner"></span>` : this.icon ? icons[this.icon] : nothing}
      <p class="grow">${this.recovery ? this.#progress(this.recovery) : this.text}</p>
      ${
        this.action
          ? html`<button
              class="primary"
              part="button"
              type="button"
              @click=${() => this.request('playback', null)}
            >
              ${this.action}
            </button>`
          : nothing
      }
      ${this.question ? [this.#answer(true), this.#answer(false)] : nothing}
    </div>`;
  }

  /** Which layer is being recovered, how often it was tried, and when it is tried again. */
  #progress({ attempt, attempts, names }: Recovery): string {
    const { t, lang } = this.words;
    const { seconds } = this;
    if (attempts === null)
      return seconds > 0 ? t('call.recovery', { attempt, seconds }) : t('call.recovery.now', { attempt });
    const few = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names;
    const name = new Intl.ListFormat(lang).format(few);
    return seconds > 0
      ? t('call.recovery.path', { name, attempt, attempts, seconds })
      : t('call.recovery.path.now', { name, attempt, attempts });
  }

  #answer(agree: boolean): TemplateResult {
    return html`<button
      class=${agree ? 'primary' : 'quiet'}
      part="button"
      type="button"
      @click=${() => this.request('report-answer', agree)}
    >
      ${this.words.t(agree ? 'chat.accept' : 'chat.decline')}
    </button>`;
  }

  #finding(finding: Finding): TemplateResult {
    const { t } = this.words;
    const fix = fixOf(finding);
    return html`<div class="row">
      ${icons.warning}
      <div class="grow">${findingText(finding, this.words)}</div>
      ${
        fix
          ? html`<button
              class="quiet"
              part="button"
              type="button"
              @click=${() => this.request(fix.type, fix.detail)}
            >
              ${t(fix.label)}
            </button>`
          : nothing
      }
      <button
        class="round close"
        part="button"
        type="button"
        aria-label=${t('control.dismiss')}
        title=${t('control.dismiss')}
        @click=${() => this.request('dismiss', { id: finding.id })}
      >
        ${icons.close}
      </button>
    </div>`;
  }
}
