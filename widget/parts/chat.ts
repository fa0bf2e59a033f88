import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { ChatFile, ChatMessage } from '../chat-message.ts';
import { MAX_TEXT } from '../chat-message.ts';
import { icons } from '../icons.ts';
import { base } from '../styles/base.ts';
import { chatStyles } from '../styles/chat.ts';
import { Part } from './part.ts';

/** Pixels from its end within which the log is at its end. */
const NEAR = 4;

/** What was written and sent, and a field for more. */
export class CallChat extends Part {
  static override styles = [base, chatStyles];
  static override properties: PropertyDeclarations = {
    messages: { attribute: false },
    canSend: { type: Boolean },
    ownName: {},
    draft: {},
  };

  declare messages: readonly ChatMessage[];
  /** Somebody is there who can read it. */
  declare canSend: boolean;
  declare ownName: string;
  /** What was being written, or could not be sent. */
  declare draft: string;
  /** What is new is scrolled to: nobody is taken away from what they read further up. */
  #follows = true;

  override focus(): void {
    this.#field?.focus();
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  get #log(): Element | null {
    return this.renderRoot.querySelector('.log');
  }

  protected override render(): TemplateResult {
    const { messages, canSend, words } = this;
    const { t } = words;
    return html`<ol class="log" tabindex="0" aria-label=${t('control.chat')}>
        ${
          messages.length === 0
            ? html`<li class="none">${t('chat.none')}</li>`
            : messages.map((message) => this.#message(message))
        }
      </ol>
      ${canSend ? nothing : html`<p class="note" id="nobody">${t('chat.nobody')}</p>`}
      <form @submit=${this.#submit}>
        <button
          class="round quiet"
          part="button"
          type="button"
          aria-label=${t('chat.attach')}
          title=${t('chat.attach')}
          ?disabled=${!canSend}
          @click=${() => this.renderRoot.querySelector<HTMLInputElement>('[type=file]')?.click()}
        >
          ${icons.attach}
        </button>
        <input type="file" hidden @change=${this.#attach} />
        <textarea
          rows="1"
          maxlength=${MAX_TEXT}
          aria-label=${t('chat.label')}
          placeholder=${t('chat.label')}
          aria-describedby=${canSend ? nothing : 'nobody'}
          enterkeyhint="send"
          @input=${() => this.request('draft', this.#field?.value ?? '')}
          @keydown=${this.#enter}
        ></textarea>
        <button
          class="round primary"
          part="button"
          type="submit"
          aria-label=${t('chat.send')}
          title=${t('chat.send')}
          ?disabled=${!canSend}
        >
          ${icons.send}
        </button>
      </form>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved in the document it is at its beginning.
    this.requestUpdate('messages');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const log = this.#log;
    const last = this.messages.at(-1);
    const before = changed.get('messages');
    const isOwn = last?.isLocal && last.id !== before?.at(-1)?.id;
    this.#follows = !before || !log || isOwn || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const field = this.#field;
    // The same text again would move the cursor.
    if (changed.has('draft') && field && field.value !== this.draft) field.value = this.draft;
    const log = this.#log;
    if (log && this.#follows && changed.has('messages')) log.scrollTop = log.scrollHeight;
  }

  #message(message: ChatMessage): TemplateResult {
    const { isLocal, name, at, text, file, failed } = message;
    const { t, lang } = this.words;
    const time = new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' }).format(at);
    return html`<li class=${isLocal ? 'own' : ''}>
      <p class="from">
        <bdi>${isLocal ? this.ownName : name}</bdi>
        <time>${time}</time>
      </p>
      ${file ? this.#file(message, file) : html`<p class="text" dir="auto">${text}</p>`}
      ${failed ? html`<p class="failed">${t('chat.failed')}</p>` : nothing}
    </li>`;
  }

  #file(message: ChatMessage, { name, size, state, progress, delivered, url }: ChatFile): TemplateResult {
    const { t, lang } = this.words;
    const { id, isLocal } = message;
    const title = t('chat.file', { name, size: sizeOf(size, lang) });
    const answer = (accept: boolean, label: string, text: string): TemplateResult =>
      html`<button
        class=${accept ? 'primary' : 'quiet'}
        part="button"
        type="button"
        aria-label=${label}
        @click=${() => this.request('file-answer', { id, accept })}
      >
        ${text}
      </button>`;
    switch (state) {
      case 'offered':
        return html`<p class="text"><bdi>${title}</bdi></p>
          <p class="answers">
            ${answer(true, `${t('chat.accept')}: ${name}`, t('chat.accept'))}
            ${answer(false, `${t('chat.decline')}: ${name}`, t('chat.decline'))}
          </p>`;
      case 'moving':
        return html`<p class="text"><bdi>${title}</bdi></p>
          <p class="answers">
            <progress max="1" .value=${progress} aria-label=${title}></progress>
            ${answer(false, t('chat.cancel', { file: name }), t('lobby.cancel'))}
          </p>`;
      case 'done':
        return url === null || isLocal
          ? html`<p class="text"><bdi>${title}</bdi> ✓</p>
              ${delivered ? html`<p class="delivered">${t('chat.delivered', { ...delivered })}</p>` : nothing}`
          : html`<p class="text">
              <a href=${url} download=${name || 'file'} aria-label=${t('chat.download', { file: name })}
                ><bdi>${title}</bdi></a
              >
            </p>`;
      case 'failed':
      case 'cancelled':
        return html`<p class="text"><bdi>${title}</bdi></p>
          <p class="failed">${t(state === 'failed' ? 'chat.failed' : 'chat.cancelled')}</p>`;
    }
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const field = this.#field;
    const text = field?.value ?? '';
    if (!field || text.trim() === '' || !this.canSend) return;
    field.value = '';
    this.request('message', text);
  };

  readonly #enter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
  };

  readonly #attach = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    for (const file of input.files ?? []) this.request('file', file);
    input.value = '';
  };
}

/** Bytes in the unit that suits them. */
function sizeOf(bytes: number, lang: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const options = { style: 'unit', unit: units[power] ?? 'byte', unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(lang, { ...options, maximumFractionDigits: 1 }).format(bytes / 1_000 ** power);
}
