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
  .call {
    display: flex;
    flex-direction: column;
    gap: var(--_gap);
    padding: var(--_gap);
  }
  metered-call-grid {
    flex: 1;
  }
  .notices {
    display: grid;
    gap: 8px;
  }
  .notices:not(.call > *) {
    position: absolute;
    z-index: 1;
    inset-block-start: var(--_gap);
    inset-inline: var(--_gap);
  }
  .notices:not(.call > *) ~ * {
    --_inset: 72px;
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
