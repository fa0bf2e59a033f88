import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { canChooseSpeaker } from '../../core/media/devices.ts';
import type { DeviceKind } from '../../core/media/devices.ts';
import { LevelMeter } from '../../core/media/levels.ts';
import { playTestSound } from '../../core/media/speaker-test.ts';
import type { DeviceView, Processing } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { devicesStyles } from '../styles/devices.ts';
import { Part } from './part.ts';

/** Which microphone, camera and speaker, how loud you are, and what the browser does to your voice. */
export class CallDevices extends Part {
  static override styles = [base, devicesStyles];
  static override properties: PropertyDeclarations = {
    devices: { attribute: false },
    microphone: { attribute: false },
    testing: { state: true },
  };

  declare devices: DeviceView;
  /** What the meter listens to, or null. */
  declare microphone: MediaStreamTrack | null;
  declare testing: boolean;
  #meter: LevelMeter | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#meter?.stop();
    this.#meter = null;
  }

  protected override render(): TemplateResult {
    const { t } = this.words;
    return html`${this.#select('camera')} ${this.#select('microphone')}
      <div
        class="meter"
        role="meter"
        aria-label=${t('devices.level')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow="0"
      >
        <span></span>
      </div>
      ${this.#toggle('noiseSuppression', t('devices.noise'))}
      ${this.#toggle('voiceIsolation', t('devices.voice'))}
      ${canChooseSpeaker() ? this.#select('speaker') : nothing}
      <button class="quiet" part="button" type="button" aria-disabled=${this.testing} @click=${this.#test}>
        ${t(this.testing ? 'devices.testing' : 'devices.test')}
      </button>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('microphone')) this.#listen();
    const { inUse, processing } = this.devices;
    // Set after the options are there: a value without its option is lost. And set each time: a person changes it too.
    for (const select of this.renderRoot.querySelectorAll('select'))
      select.value = inUse[select.name as DeviceKind];
    for (const box of this.renderRoot.querySelectorAll('input'))
      box.checked = processing[box.name as Processing];
  }

  #select(kind: DeviceKind): TemplateResult {
    const { t } = this.words;
    const list = this.devices.lists[kind];
    const name = t(`devices.${kind}`);
    const inUse = this.devices.inUse[kind];
    const known = list.some(({ id }) => id === inUse);
    return html`<label>
      <span>${name}</span>
      <select
        name=${kind}
        ?disabled=${list.length === 0}
        @change=${(event: Event) =>
          this.request('select', { kind, deviceId: (event.target as HTMLSelectElement).value })}
      >
        ${
          list.length === 0 || !known
            ? html`<option value=${inUse}>
                ${t(list.length === 0 && kind !== 'speaker' ? 'devices.none' : 'devices.default')}
              </option>`
            : nothing
        }
        ${list.map(
          ({ id, label }, index) =>
            html`<option value=${id}>
              ${label || t('devices.unnamed', { kind: name, number: index + 1 })}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #toggle(name: Processing, label: string): TemplateResult | typeof nothing {
    const supported = navigator.mediaDevices.getSupportedConstraints() as Record<string, boolean | undefined>;
    if (!supported[name]) return nothing;
    return html`<label class="check">
      <input
        type="checkbox"
        name=${name}
        @change=${(event: Event) =>
          this.request('processing', { name, on: (event.target as HTMLInputElement).checked })}
      /><span>${label}</span>
    </label>`;
  }

  #listen(): void {
    this.#meter?.stop();
    this.#meter = null;
    const track = this.microphone;
    if (!track || !this.isConnected) return;
    this.#meter = new LevelMeter(track, (level) => {
      const meter = this.renderRoot.querySelector<HTMLElement>('.meter');
      meter?.style.setProperty('--_level', String(level));
      if (meter) meter.ariaValueNow = String(Math.round(level * 100));
    });
  }

  readonly #test = (): void => {
    if (this.testing) return;
    this.testing = true;
    const done = (): boolean => (this.testing = false);
    playTestSound(this.devices.inUse.speaker).then(done, done);
  };
}
