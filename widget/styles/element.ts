import { css } from 'lit';

export const elementStyles = css`
  :host {
    display: block;
    position: relative;
    inline-size: 100%;
    aspect-ratio: var(--metered-call-ratio, 16 / 9);
    max-block-size: var(--metered-call-max-height, 100svh);
    overflow: clip;
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--_font);
    font-size: 16px;
    line-height: 1.5;
    text-align: start;
  }
  /* Keeps a narrow call high enough to use, without overruling a height that the page sets. */
  :host::before {
    content: '';
    display: block;
    block-size: min(30rem, 100svh);
  }
  .root {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    container: call / size;
  }
  .stage {
    grid-row: 2;
    display: grid;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .stage > * {
    min-block-size: 0;
    min-inline-size: 0;
  }
  .column {
    display: flex;
    flex-direction: column;
    gap: var(--_gap);
  }
  .call,
  .notices {
    padding: var(--_gap);
  }
  metered-call-grid,
  metered-call-lobby {
    flex: 1;
    min-block-size: 0;
  }
  .middle {
    position: relative;
    display: flex;
    flex: 1;
    gap: var(--_gap);
    min-block-size: 0;
  }
  metered-call-panel {
    flex: none;
    inline-size: 320px;
  }
  @container call (width < 760px) {
    metered-call-panel {
      position: absolute;
      z-index: 2;
      inset: 0;
      inline-size: auto;
    }
  }
  .notices {
    display: grid;
    gap: 8px;
    max-block-size: 50%;
    overflow: auto;
  }
  .notices + metered-call-lobby {
    padding-block-start: 0;
  }
  .call > .notices {
    flex: none;
    margin: calc(-1 * var(--_gap));
    margin-block-end: 0;
    padding-block-end: 6px;
  }
  :host(:fullscreen) {
    max-block-size: none;
    border-radius: 0;
  }
  .empty {
    padding-block-start: var(--_gap);
    text-align: center;
    color: var(--_muted);
    font-size: 15px;
  }
  .empty strong {
    display: block;
    color: var(--_text);
    font-weight: 600;
  }
  @container call (height < 420px) {
    .empty {
      display: none;
    }
    .call > .notices {
      max-block-size: 34%;
    }
  }
  @container call (width >= 1900px) and (height >= 900px) {
    .stage {
      --_control: 64px;
      font-size: 20px;
    }
  }
  @container call (width < 480px) {
    .call {
      padding: 8px;
      gap: 8px;
    }
  }
  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }
  }
`;
