import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Playback } from '../../core/media/playback.ts';
import { icons } from '../icons.ts';
import type { IconName } from '../icons.ts';
import type { Finding } from '../finding.ts';
import { hueOf, initials } from '../names.ts';
import type { NetworkReading } from '../network-meter.ts';
import type { Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { tileStyles } from '../styles/tile.ts';
import { Part } from './part.ts';
import { showStream } from './show-stream.ts';

/** One participant: the picture, or an avatar where there is none, and the name. */
export class CallTile extends Part {
  static override styles = [base, tileStyles];
  static override properties: PropertyDeclarations = {
    participant: { attribute: false },
    playback: { attribute: false },
    screen: { type: Boolean, reflect: true },
    pinned: { type: Boolean },
    reading: { attribute: false },
    stats: { type: Boolean },
    finding: { attribute: false },
    canPip: { type: Boolean },
    shown: { state: true },
  };

  declare participant: Participant;
  declare playback: Playback;
  /** It shows their screen instead of their camera. */
  declare screen: boolean;
  declare pinned: boolean;
  declare reading: NetworkReading | null;
  declare stats: boolean;
  /** What is wrong with it, or null. */
  declare finding: Finding | null;
  declare canPip: boolean;
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

  protected override render(): TemplateResult {
    const { screen, reading } = this;
    const { id, isLocal, camera } = this.participant;
    const live = (screen || camera === 'on') && this.shown;
    return html`
      <svg class="avatar" viewBox="0 0 100 100" aria-hidden="true" ?hidden=${live || screen}>
        <text x="50" y="50">${initials(this.participant.name)}</text>
      </svg>
      <video
        data-peer=${id}
        data-source=${screen ? 'screen' : 'camera'}
        class=${live ? 'live' : ''}
        ?data-mirrored=${isLocal && !screen}
        .muted=${isLocal}
        playsinline
        autoplay
        aria-hidden="true"
        tabindex="-1"
        @loadeddata=${this.#look}
        @resize=${this.#look}
        @emptied=${this.#look}
      ></video>
      ${live ? html`<div class="corners"></div>` : nothing} ${this.#status()}
      ${
        this.stats && reading
          ? html`<metered-call-stats .reading=${reading} .words=${this.words}></metered-call-stats>`
          : nothing
      }
      <div class="label">
        <span class="name" part="name"><bdi>${this.#name()}</bdi></span>
      </div>
      ${this.#marks()} ${this.#tools()}
      ${
        this.finding
          ? html`<metered-call-banner
              part="card"
              exportparts="button"
              data-finding=${this.finding.code}
              .finding=${this.finding}
              .words=${this.words}
            ></metered-call-banner>`
          : nothing
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const video = this.#video;
    if (!video) return;
    const { id } = this.participant;
    const stream = this.screen ? this.participant.screen : this.participant.stream;
    showStream(video, stream);
    if (video.paused && stream?.active) void this.playback.play(video);
    if (changed.has('playback') && !this.participant.isLocal) this.request('element', { element: video, id });
    if (changed.has('participant')) this.style.setProperty('--_hue', String(hueOf(id)));
  }

  get #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  #name(): string {
    const { isLocal, name } = this.participant;
    const { t } = this.words;
    if (this.screen) return isLocal ? t('tile.your-screen') : t('tile.screen', { name });
    if (!isLocal || name === t('name.you')) return name;
    return t('name.you-named', { name });
  }

  /** A sign with a meaning that is read out. */
  #mark(icon: IconName, kind: string, text: string): TemplateResult {
    return html`<span class=${kind} title=${text}>${icons[icon]}<span class="sr">${text}</span></span>`;
  }

  /** Apart from the name, and what comes and goes at the inner end, so that nothing is pushed by it. */
  #marks(): TemplateResult | typeof nothing {
    const { screen, reading } = this;
    const { isLocal, verified } = this.participant;
    const { t } = this.words;
    const muted = this.#muted();
    if (screen || (isLocal && muted === nothing)) return nothing;
    if (isLocal) return html`<div class="marks">${muted}</div>`;
    return html`<div class="marks">
      ${muted}
      ${
        reading
          ? this.#mark('signal', `signal ${reading.quality}`, t(`tile.quality.${reading.quality}`))
          : html`<span class="signal unknown">${icons.signal}</span>`
      }
      ${verified ? nothing : this.#mark('question', 'unverified', t('name.unverified'))}
    </div>`;
  }

  #muted(): TemplateResult | typeof nothing {
    const { microphone } = this.participant;
    if (microphone === 'on') return nothing;
    const text = this.words.t(microphone === 'off' ? 'tile.muted' : 'tile.no-microphone');
    return this.#mark('microphone-off', 'muted', text);
  }

  #tools(): TemplateResult {
    const { t } = this.words;
    const name = this.#name();
    const { id } = this.participant;
    const pin = t(this.pinned ? 'tile.unpin' : 'tile.pin', { name });
    const pip = t('tile.pip', { name });
    return html`<div class="tools">
      <button
        class="round"
        part="button"
        type="button"
        aria-label=${pin}
        title=${pin}
        @click=${() => this.request('pin', this.pinned ? null : (this.dataset.tile ?? id))}
      >
        ${icons[this.pinned ? 'close' : 'pin']}
      </button>
      ${
        this.canPip && !this.screen
          ? html`<button
              class="round"
              part="button"
              type="button"
              aria-label=${pip}
              title=${pip}
              @click=${() => this.request('pip', id)}
            >
              ${icons.pip}
            </button>`
          : nothing
      }
    </div>`;
  }

  #status(): TemplateResult | typeof nothing {
    const { isLocal, state } = this.participant;
    const { t } = this.words;
    if (isLocal || this.screen) return nothing;
    if (state !== 'connecting' && state !== 'reconnecting') return nothing;
    return html`<div class="status"><span class="spinner"></span>${t(`tile.${state}`)}</div>`;
  }

  readonly #look = (event: Event): void => {
    this.shown = (event.target as HTMLVideoElement).videoWidth > 0;
  };
}
