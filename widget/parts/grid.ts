import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { Playback } from '../../core/media/playback.ts';
import type { Layout } from '../attributes.ts';
import type { CallSnapshot, Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { gridStyles } from '../styles/grid.ts';
import { tileKey } from '../tile-key.ts';
import { arrangeTiles, isCrowded } from '../tile-layout.ts';
import type { CallTile } from './tile.ts';
import { Part } from './part.ts';

interface TileOf {
  /** See `tileKey()`; with `/screen` behind it for the screen. */
  readonly key: string;
  readonly participant: Participant;
  readonly screen: boolean;
}

/** All tiles, as large as the room for them allows. */
export class CallGrid extends Part {
  static override styles = [base, gridStyles];
  static override properties: PropertyDeclarations = {
    snapshot: { attribute: false },
    playback: { attribute: false },
    layout: {},
    pinned: {},
    stats: { type: Boolean },
    canPip: { type: Boolean },
  };

  declare snapshot: CallSnapshot;
  declare playback: Playback;
  declare layout: Layout;
  /** The key of the tile that was pinned, or null. */
  declare pinned: string | null;
  declare stats: boolean;
  declare canPip: boolean;
  #observer: ResizeObserver | undefined;
  #order: readonly string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(() => this.#arrange());
    this.#observer.observe(this);
    document.addEventListener('visibilitychange', this.#arrange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#arrange);
  }

  protected override render(): TemplateResult {
    const { words, playback, pinned, stats, canPip } = this;
    const { participants, speaking, network, findingOf } = this.snapshot;
    const count = participants.length;
    const tiles = this.#tiles();
    return html`<div
        class="tiles"
        role="list"
        aria-label=${words.t(count === 1 ? 'call.participants.one' : 'call.participants.other', { count })}
      >
        ${this.#places(tiles).map((key) => {
          const tile = tiles.find((one) => one.key === key);
          if (!tile) return nothing;
          const { participant, screen } = tile;
          const talks = !screen && speaking.has(participant.id);
          return html`<metered-call-tile
            role="listitem"
            part=${talks ? 'tile speaking' : 'tile'}
            exportparts="name, button, card"
            data-tile=${key}
            ?speaking=${talks}
            ?screen=${screen}
            ?pinned=${pinned === key}
            .participant=${participant}
            .reading=${screen ? null : (network.get(participant.id) ?? null)}
            .finding=${screen ? null : (findingOf.get(participant.id) ?? null)}
            .stats=${stats}
            .canPip=${canPip}
            .playback=${playback}
            .words=${words}
          ></metered-call-tile>`;
        })}
      </div>
      <slot></slot>`;
  }

  /** The picture of that tile. */
  videoOf(key: string): HTMLVideoElement | null {
    const tiles = [...this.renderRoot.querySelectorAll<CallTile>('[data-tile]')];
    const tile = tiles.find(({ dataset }) => dataset.tile === key);
    return tile?.renderRoot.querySelector('video') ?? null;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.#arrange();
  }

  #tiles(): TileOf[] {
    return this.snapshot.participants.flatMap((participant) => {
      const key = tileKey(participant);
      const camera = { key, participant, screen: false };
      return participant.screen ? [camera, { key: `${key}/screen`, participant, screen: true }] : [camera];
    });
  }

  /** Keys in an order in which everyone keeps their place, since a tile that moves in the document loses its picture. */
  #places(tiles: readonly TileOf[]): readonly string[] {
    const keys = tiles.map(({ key }) => key);
    const kept = this.#order.map((key) => (keys.includes(key) ? key : ''));
    for (const key of keys.filter((one) => !kept.includes(one))) {
      const free = kept.indexOf('');
      kept[free < 0 ? kept.length : free] = key;
    }
    return (this.#order = kept);
  }

  /** The index of the tile that is shown large, or null where all are alike. */
  #main(tiles: readonly TileOf[], crowded: boolean): number | null {
    const at = (test: (tile: TileOf) => boolean): number | null => {
      const index = tiles.findIndex(test);
      return index < 0 ? null : index;
    };
    if (this.layout === 'grid') return null;
    const chosen =
      at(({ key }) => key === this.pinned) ?? at(({ screen, participant }) => screen && !participant.isLocal);
    if (chosen !== null || (this.layout === 'auto' && !crowded)) return chosen;
    return (
      at(({ key }) => key === this.snapshot.activeSpeaker) ??
      at(({ participant }) => !participant.isLocal) ??
      at(() => true)
    );
  }

  readonly #arrange = (): void => {
    const room = this.renderRoot.querySelector<HTMLElement>('.tiles');
    if (!room) return;
    const style = getComputedStyle(room);
    const gap = parseFloat(style.columnGap) || 0;
    const size = { width: room.clientWidth, height: room.clientHeight };
    const tiles = this.#tiles();
    const main = this.#main(tiles, isCrowded(tiles.length, size, gap));
    const boxes = arrangeTiles(tiles.length, main, size, gap);
    const elements = new Map(
      Array.from(room.querySelectorAll<CallTile>('[data-tile]'), (tile) => [tile.dataset.tile, tile]),
    );
    tiles.forEach(({ key, participant, screen }, index) => {
      const tile = elements.get(key);
      const box = boxes[index];
      if (!tile || !box) return;
      // Moved by translation from where reading begins, which is no shift of the page's layout.
      const x = style.direction === 'rtl' ? -box.x : box.x;
      tile.style.translate = `${x}px ${box.y}px`;
      tile.style.width = `${box.width}px`;
      tile.style.height = `${box.height}px`;
      tile.toggleAttribute('main', index === main);
      if (participant.isLocal) return;
      const { width, height } = box;
      const visible = !document.hidden;
      const scale = devicePixelRatio;
      this.request('video', {
        id: participant.id,
        screen,
        width: width * scale,
        height: height * scale,
        visible,
      });
    });
  };
}
