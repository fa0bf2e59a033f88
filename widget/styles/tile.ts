import { css } from 'lit';

export const tileStyles = css`
  :host {
    display: block;
    border-radius: var(--_radius);
    background: var(--_tile);
    color: var(--_text);
    container: tile / size;
    isolation: isolate;
    --_way: 1;
  }
  :host(:dir(rtl)) {
    --_way: -1;
  }
  /* Over the picture and outside the layout, so that speaking moves nothing; there only while it is seen, since whatever lies over a
     picture is composed anew with each of its frames. */
  :host([speaking])::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 3px solid var(--_speaking);
    border-radius: inherit;
    pointer-events: none;
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
  /* A picture that is clipped round costs a browser without a graphics card as much again, so its corners are covered. */
  .corners {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .corners::before,
  .corners::after {
    content: '';
    position: absolute;
    inset: 0 0 auto;
    block-size: var(--_radius);
    background:
      radial-gradient(circle at 100% 100%, #0000 calc(var(--_radius) - 0.5px), var(--_surface) var(--_radius))
        left / var(--_radius) 100% no-repeat,
      radial-gradient(circle at 0 100%, #0000 calc(var(--_radius) - 0.5px), var(--_surface) var(--_radius))
        right / var(--_radius) 100% no-repeat;
  }
  .corners::after {
    translate: 0 calc(100cqb - 100%);
    scale: 1 -1;
  }
  :host([screen]) video {
    object-fit: contain;
  }
  [data-mirrored] {
    scale: -1 1;
  }
  /* What is not at the corner where reading begins is put there by translation: a tile that changes its size then shifts nothing of
     the page's layout. */
  .avatar {
    --_size: max(44px, min(38cqmin, 160px));
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: var(--_size);
    block-size: var(--_size);
    translate: calc(var(--_way) * (50cqi - 50%)) calc(50cqb - 50%);
    border-radius: 50%;
    background: hsl(var(--_hue) 42% 33%);
    color: #fff;
    font-size: 38px;
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  .avatar text {
    fill: currentColor;
    text-anchor: middle;
    dominant-baseline: central;
  }
  .label,
  .marks,
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
  .label,
  .marks {
    --_edge: 8px;
    inset-block-start: 0;
    translate: 0 calc(100cqb - 100% - var(--_edge));
  }
  .label {
    inset-inline-start: 8px;
    max-inline-size: calc(100% - 104px);
  }
  .marks {
    inset-inline-start: 0;
    translate: calc(var(--_way) * (100cqi - 100% - var(--_edge))) calc(100cqb - 100% - var(--_edge));
    min-block-size: 27.5px;
  }
  .status {
    inset-block-start: 8px;
    inset-inline-start: 8px;
  }
  .marks svg {
    inline-size: 15px;
    block-size: 15px;
  }
  .muted {
    color: #ffb3b3;
  }
  .unverified {
    color: #c9cfda;
  }
  .unknown {
    opacity: 0.5;
  }
  .fair {
    color: #ffc53d;
  }
  .poor {
    color: #ff8f8f;
  }
  metered-call-banner {
    position: absolute;
    inset: auto 8px 44px;
    z-index: 1;
    inline-size: auto;
    max-block-size: calc(100% - 52px);
    overflow: auto;
  }
  @container tile (width < 280px) {
    metered-call-banner {
      inset: 4px 4px auto;
      max-block-size: calc(100% - 8px);
    }
  }
  .tools {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 0;
    translate: calc(var(--_way) * (100cqi - 100% - 8px));
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
  @container tile (width < 180px) {
    .label,
    .marks {
      font-size: 12px;
      padding: 2px 8px;
      --_edge: 5px;
      min-block-size: 22px;
    }
    .label {
      margin-inline: -3px;
      max-inline-size: calc(100% - 44px);
    }
    /* What has no room: the list of people says whose name is not verified. */
    .signal,
    .unverified,
    .marks:not(:has(.muted)) {
      display: none;
    }
  }
  @container tile (width < 100px) {
    .marks {
      display: none;
    }
    .label {
      max-inline-size: calc(100% - 10px);
    }
  }
  @container tile (width >= 760px) {
    .label,
    .marks,
    .status {
      font-size: 16px;
      padding: 6px 14px;
    }
  }
  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }
    :host([speaking])::after {
      border-color: Highlight;
    }
    .corners {
      display: none;
    }
    .avatar {
      border: 1px solid CanvasText;
    }
    .label,
    .marks,
    .status {
      background: Canvas;
      color: CanvasText;
    }
    .marks svg {
      color: CanvasText;
    }
  }
`;
