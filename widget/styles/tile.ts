import { css } from 'lit';

export const tileStyles = css`
  :host {
    display: grid;
    place-items: center;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_tile);
    color: var(--_text);
    container: tile / size;
    isolation: isolate;
  }
  /* The ring lies over the picture and outside the layout, so that speaking moves nothing. */
  :host::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 3px solid transparent;
    border-radius: inherit;
    pointer-events: none;
    transition: border-color 0.2s;
  }
  :host([speaking])::after {
    border-color: var(--_speaking);
  }
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--metered-call-object-fit, cover);
    opacity: 0;
    transition: opacity 0.2s;
  }
  video.live {
    opacity: 1;
  }
  :host([screen]) video {
    object-fit: contain;
  }
  [data-mirrored] {
    scale: -1 1;
  }
  .avatar {
    display: grid;
    place-items: center;
    inline-size: min(38cqmin, 160px);
    aspect-ratio: 1;
    min-inline-size: 44px;
    border-radius: 50%;
    background: hsl(var(--_hue) 42% 33%);
    color: #fff;
    font-size: clamp(16px, 15cqmin, 60px);
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  .label,
  .status {
    position: absolute;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 4px 10px;
    border-radius: 999px;
    background: #101319b8;
    color: #fff;
    font-size: 13px;
    line-height: 1.5;
  }
  .label {
    inset-block-end: 8px;
    inset-inline-start: 8px;
    max-inline-size: calc(100% - 16px);
  }
  .status {
    inset-block-start: 8px;
    inset-inline-start: 8px;
  }
  .label svg {
    inline-size: 15px;
    block-size: 15px;
  }
  .muted {
    color: #ffb3b3;
  }
  .unverified {
    color: #c9cfda;
  }
  .fair {
    color: #ffc53d;
  }
  .poor {
    color: #ff8f8f;
  }
  metered-call-banner {
    position: absolute;
    inset: auto 8px 8px;
    z-index: 1;
    inline-size: auto;
    max-block-size: calc(100% - 16px);
    overflow: auto;
  }
  .tools {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    display: flex;
    gap: 6px;
    opacity: 0;
    transition: opacity 0.15s;
  }
  :host(:hover) .tools,
  .tools:focus-within {
    opacity: 1;
  }
  .tools button {
    --_control: 36px;
    background: #101319b8;
    color: #fff;
  }
  .tools svg {
    inline-size: 18px;
    block-size: 18px;
  }
  .tools :focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 5px #101319;
  }
  /* Without a pointer that hovers they stay, where they do not hide a face. */
  @media (hover: none) {
    @container tile (width >= 260px) {
      .tools {
        opacity: 0.85;
      }
    }
  }
  .name {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-weight: 500;
  }
  @container tile (width < 150px) {
    .label {
      font-size: 12px;
      padding: 2px 8px;
      inset-block-end: 5px;
      inset-inline-start: 5px;
      max-inline-size: calc(100% - 10px);
    }
  }
  @container tile (width >= 760px) {
    .label,
    .status {
      font-size: 16px;
      padding: 6px 14px;
    }
  }
  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }
    :host::after {
      display: none;
    }
    :host([speaking])::after {
      display: block;
      border-color: Highlight;
    }
    .avatar {
      border: 1px solid CanvasText;
    }
    .label,
    .status {
      background: Canvas;
      color: CanvasText;
    }
  }
`;
