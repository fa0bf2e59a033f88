import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Playback } from '../../core/media/playback.ts';
import { bestGrid } from '../grid-layout.ts';
import type { Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { gridStyles } from '../styles/grid.ts';
import { Part } from './part.ts';

/** All tiles, as large as the room for them allows. */
export class CallGrid extends Part {
  static override styles = [base, gridStyles];
  static override properties: PropertyDeclarations = {
    participants: { attribute: false },
    speaking: { attribute: false },
    playback: { attribute: false },
  };

  declare participants: readonly Participant[];
  declare speaking: ReadonlySet<string>;
  declare playback: Playback;
  #observer: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(() => this.#arrange());
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override render(): TemplateResult {
    const { participants, speaking, words, playback } = this;
    return html`<div
        class="tiles"
        role="list"
        aria-label=${words.t(
          participants.length === 1 ? 'call.participants.one' : 'call.participants.other',
          {
            count: participants.length,
          },
        )}
      >
        ${repeat(
          participants,
          (p) => (p.isLocal ? 'local' : p.id),
          (p) =>
            html`<metered-call-tile
              role="listitem"
              part=${speaking.has(p.id) ? 'tile speaking' : 'tile'}
              exportparts="name"
              ?speaking=${speaking.has(p.id)}
              .participant=${p}
              .playback=${playback}
              .words=${words}
            ></metered-call-tile>`,
        )}
      </div>
      <slot></slot>`;
  }

  protected override updated(): void {
    this.#arrange();
  }

  #arrange(): void {
    const tiles = this.renderRoot.querySelector<HTMLElement>('.tiles');
    if (!tiles) return;
    const gap = parseFloat(getComputedStyle(tiles).columnGap) || 0;
    const { width, height } = bestGrid(this.participants.length, tiles.clientWidth, tiles.clientHeight, gap);
    tiles.style.setProperty('--_width', `${width}px`);
    tiles.style.setProperty('--_height', `${height}px`);
  }
}
