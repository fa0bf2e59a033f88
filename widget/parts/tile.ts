import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Playback } from '../../core/media/playback.ts';
import { icons } from '../icons.ts';
import { hueOf, initials } from '../names.ts';
import type { Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { tileStyles } from '../styles/tile.ts';
import { Part } from './part.ts';

/** One participant: the picture, or an avatar where there is none, and the name. */
export class CallTile extends Part {
  static override styles = [base, tileStyles];
  static override properties: PropertyDeclarations = {
    participant: { attribute: false },
    playback: { attribute: false },
    shown: { state: true },
  };

  declare participant: Participant;
  declare playback: Playback;
  /** The picture has arrived: until then the avatar stays. */
  declare shown: boolean;

  constructor() {
    super();
    this.shown = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const video = this.#video;
    if (!video) return;
    this.playback.forget(video);
    video.srcObject = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { id, isLocal, camera, microphone } = this.participant;
    const { t } = this.words;
    const live = camera === 'on' && this.shown;
    return html`
      <div class="avatar" aria-hidden="true" ?hidden=${live}>
        <span>${initials(this.participant.name)}</span>
      </div>
      <video
        data-peer=${id}
        class=${live ? 'live' : ''}
        ?data-mirrored=${isLocal}
        .muted=${isLocal}
        playsinline
        autoplay
        aria-hidden="true"
        tabindex="-1"
        @loadeddata=${this.#look}
        @resize=${this.#look}
        @emptied=${this.#look}
      ></video>
      ${this.#status()}
      <div class="label">
        ${
          microphone === 'on'
            ? nothing
            : html`<span class="muted" title=${t(microphone === 'off' ? 'tile.muted' : 'tile.no-microphone')}>
                ${icons['microphone-off']}<span class="sr"
                  >${t(microphone === 'off' ? 'tile.muted' : 'tile.no-microphone')}</span
                >
              </span>`
        }
        <span class="name" part="name"><bdi>${this.#name()}</bdi></span>
        ${
          isLocal || this.participant.verified
            ? nothing
            : html`<span class="unverified" title=${t('name.unverified')}>
                ${icons.question}<span class="sr">${t('name.unverified')}</span>
              </span>`
        }
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const video = this.#video;
    if (!video) return;
    const { stream, id } = this.participant;
    if (video.srcObject !== stream) video.srcObject = stream;
    if (video.paused && stream?.active) void this.playback.play(video);
    if (changed.has('participant')) this.style.setProperty('--_hue', String(hueOf(id)));
  }

  get #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  #name(): string {
    const { isLocal, name } = this.participant;
    const { t } = this.words;
    if (!isLocal || name === t('name.you')) return name;
    return t('name.you-named', { name });
  }

  #status(): TemplateResult | typeof nothing {
    const { isLocal, state } = this.participant;
    const { t } = this.words;
    if (isLocal) return nothing;
    if (state !== 'connecting' && state !== 'reconnecting') return nothing;
    return html`<div class="status"><span class="spinner"></span>${t(`tile.${state}`)}</div>`;
  }

  readonly #look = (event: Event): void => {
    this.shown = (event.target as HTMLVideoElement).videoWidth > 0;
  };
}
