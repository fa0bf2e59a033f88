import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { CONTROLS } from '../attributes.ts';
import type { Control, PanelName } from '../attributes.ts';
import { icons } from '../icons.ts';
import type { DeviceState } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { controlBarStyles } from '../styles/control-bar.ts';
import { controlButton } from './control-button.ts';
import { deviceButton } from './device-button.ts';
import { Part } from './part.ts';

/** Pixels that a button takes in the bar with the gap before it. */
const BUTTON = 58;
/** What the bar's edges and leave take; where it is narrow, leave has no text. */
const BESIDES = { narrow: 84, wide: 160 };
const NARROW = 380;
/** Who stays in the bar longest as it gets narrow. */
const ORDER: readonly Control[] = [
  'microphone',
  'camera',
  'chat',
  'screen',
  'people',
  'layout',
  'devices',
  'pip',
  'report',
];
const PANELS: readonly Control[] = ['chat', 'people', 'layout', 'devices', 'report'];

/** The call's controls, with room for the page's own on both sides. What does not fit is under More. */
export class CallControlBar extends Part {
  static override styles = [base, controlBarStyles];
  static override properties: PropertyDeclarations = {
    controls: { attribute: false },
    microphone: {},
    camera: {},
    asking: { type: Boolean },
    sharing: { type: Boolean },
    unread: { type: Number },
    panel: {},
    room: { state: true },
  };

  declare controls: readonly Control[];
  declare microphone: DeviceState;
  declare camera: DeviceState;
  declare asking: boolean;
  declare sharing: boolean;
  declare unread: number;
  declare panel: PanelName | null;
  /** How many buttons fit beside leave. */
  declare room: number;
  #observer: ResizeObserver | undefined;
  /** The click that has closed the menu. */
  #closing: Event | null = null;

  constructor() {
    super();
    this.room = CONTROLS.length;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      const besides = width < NARROW ? BESIDES.narrow : BESIDES.wide;
      const room = Math.max(3, Math.floor((width - besides - this.#slotted()) / BUTTON));
      // At once it would change what is being measured: an error that the page's own listeners hear of.
      requestAnimationFrame(() => (this.room = room));
    });
    this.#observer.observe(this);
    addEventListener('click', this.#onClick, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    removeEventListener('click', this.#onClick, true);
  }

  /** The menu stands before its button, which so takes the focus that goes with it. */
  protected override render(): TemplateResult {
    const { words, controls } = this;
    const wanted = ORDER.filter((control) => controls.includes(control));
    const fits = wanted.length <= this.room;
    const shown = fits ? wanted : wanted.slice(0, this.room - 1);
    const hidden = wanted.filter((control) => !shown.includes(control));
    const open = this.panel === 'more';
    return html`<div class="bar" role="group" aria-label=${words.t('control.bar')}>
      <slot name="controls-start"></slot>
      ${CONTROLS.filter((control) => shown.includes(control)).map((control) => this.#button(control, false))}
      ${
        open && hidden.length > 0
          ? html`<div class="menu" id="more">${hidden.map((control) => this.#button(control, true))}</div>`
          : nothing
      }
      ${
        fits
          ? nothing
          : controlButton({
              control: 'more',
              name: words.t('control.more'),
              icon: 'more',
              expanded: open,
              press: (event) => {
                if (event !== this.#closing) this.request('panel', 'more');
              },
            })
      }
      ${
        controls.includes('leave')
          ? html`<button
              class="danger leave"
              part="button"
              type="button"
              data-control="leave"
              aria-label=${words.t('control.leave')}
              @click=${() => this.request('leave', null)}
            >
              ${icons.leave}<span class="text">${words.t('control.leave')}</span>
            </button>`
          : nothing
      }
      <slot name="controls-end"></slot>
    </div>`;
  }

  #button(control: Control, inMenu: boolean): TemplateResult | typeof nothing {
    const { words, sharing, unread } = this;
    if (control === 'leave') return nothing;
    if (control === 'microphone' || control === 'camera')
      return deviceButton(control, this[control], this.asking, words, (kind, on) =>
        this.request('device', { kind, on }),
      );
    const label = words.t(`control.${control}`);
    const common = { control, icon: control, ...(inMenu ? { text: label } : {}) } as const;
    if (control === 'screen')
      return controlButton({
        ...common,
        name: label,
        pressed: sharing,
        press: () => this.request('screen', !sharing),
      });
    if (control === 'pip')
      return controlButton({ ...common, name: label, press: () => this.request('pip', null) });
    const count = control === 'chat' ? unread : 0;
    return controlButton({
      ...common,
      name: count > 0 ? words.t('control.chat.unread', { count }) : label,
      expanded: PANELS.includes(control) && this.panel === control,
      badge: count,
      press: () => this.request('panel', control),
    });
  }

  /** Whatever is pressed, in the menu or anywhere else, closes it. */
  readonly #onClick = (event: Event): void => {
    if (this.panel !== 'more') return;
    this.#closing = event;
    this.request('panel', null);
  };

  /** What the page has put into the bar takes room as well. */
  #slotted(): number {
    let width = 0;
    for (const slot of this.renderRoot.querySelectorAll('slot')) {
      for (const element of slot.assignedElements({ flatten: true }))
        width += element.getBoundingClientRect().width + 10;
    }
    return width;
  }
}
