import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Control } from '../attributes.ts';
import { icons } from '../icons.ts';
import { loadPart } from '../lazy-parts.ts';
import type { CallSnapshot } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { lobbyStyles } from '../styles/lobby.ts';
import { deviceButton } from './device-button.ts';
import { Part } from './part.ts';
import { showStream } from './show-stream.ts';

/** The moment before: how you look, who you are, and Join. Stays while joining. */
export class CallLobby extends Part {
  static override styles = [base, ...lobbyStyles];
  static override properties: PropertyDeclarations = {
    snapshot: { attribute: false },
    room: {},
    displayName: {},
    controls: { attribute: false },
  };

  declare snapshot: CallSnapshot;
  declare room: string;
  declare displayName: string;
  declare controls: readonly Control[];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, button[type=submit]')?.focus();
  }

  protected override render(): TemplateResult {
    const { words, room } = this;
    const joining = this.snapshot.state === 'joining';
    return html`<div class="lobby">
      ${this.#preview()}
      <form @submit=${this.#submit} aria-label=${words.t('lobby.label')}>
        <h2>${words.t('lobby.title')}</h2>
        ${room ? html`<p class="room">${words.t('lobby.room', { room })}</p>` : nothing}
        <slot name="lobby-intro"></slot>
        <label>
          <span>${words.t('lobby.name')}</span>
          <input
            name="name"
            autocomplete="name"
            maxlength="64"
            enterkeyhint="go"
            placeholder=${words.t('lobby.name.placeholder')}
            .value=${this.displayName}
            ?readonly=${joining}
          />
        </label>
        ${
          this.controls.includes('devices')
            ? html`<details class="settings" @toggle=${() => void loadPart('metered-call-devices')}>
                <summary>${words.t('lobby.devices')}</summary>
                <metered-call-devices
                  exportparts="button"
                  .devices=${this.snapshot.devices}
                  .microphone=${this.snapshot.preview?.getAudioTracks()[0] ?? null}
                  .words=${words}
                ></metered-call-devices>
              </details>`
            : nothing
        }
        <div class="actions">
          <button
            class="primary grow"
            part="button"
            type="submit"
            aria-disabled=${joining ? 'true' : 'false'}
          >
            ${joining ? html`<span class="spinner"></span>${words.t('lobby.joining')}` : words.t('lobby.join')}
          </button>
          ${
            joining
              ? html`<button
                  class="quiet"
                  part="button"
                  type="button"
                  @click=${() => this.request('leave', null)}
                >
                  ${words.t('lobby.cancel')}
                </button>`
              : nothing
          }
        </div>
        ${
          this.snapshot.microphone === 'none' && this.snapshot.camera === 'none'
            ? html`<p class="viewer">${words.t('lobby.viewer')}</p>`
            : nothing
        }
      </form>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const video = this.renderRoot.querySelector('video');
    const { preview } = this.snapshot;
    if (!video) return;
    showStream(video, preview);
    // A muted preview may always play; it stops when its camera is turned off and on again.
    if (preview?.active && video.paused) void video.play().catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const video = this.renderRoot.querySelector('video');
    if (video) video.srcObject = null;
  }

  #preview(): TemplateResult {
    const { words, controls } = this;
    const { camera, microphone, asking } = this.snapshot;
    const ask = (kind: 'microphone' | 'camera', on: boolean): void => this.request('device', { kind, on });
    const text = asking
      ? words.t('lobby.asking')
      : words.t(camera === 'none' ? 'lobby.no-camera' : 'lobby.camera-off');
    return html`<div class="preview">
      <span role="img" aria-label=${words.t('lobby.preview')}></span>
      <video
        class=${camera === 'on' ? 'live' : ''}
        .muted=${true}
        playsinline
        autoplay
        tabindex="-1"
        aria-hidden="true"
      ></video>
      ${
        camera === 'on'
          ? nothing
          : html`<p class="off">
              ${asking ? html`<span class="spinner"></span>` : icons['camera-off']}<span>${text}</span>
            </p>`
      }
      <div class="devices">
        ${controls.includes('microphone') ? deviceButton('microphone', microphone, asking, words, ask) : nothing}
        ${controls.includes('camera') ? deviceButton('camera', camera, asking, words, ask) : nothing}
      </div>
    </div>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.snapshot.state === 'joining') return;
    const input = this.renderRoot.querySelector('input');
    this.request('join', { displayName: input?.value ?? '' });
  };
}
