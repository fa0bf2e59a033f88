import { css } from 'lit';

export const gridStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .tiles {
    position: relative;
    min-block-size: 0;
    column-gap: var(--_gap);
  }
  metered-call-tile {
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 0;
    animation: appear 0.25s ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      scale: 0.96;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    metered-call-tile {
      animation: none;
    }
  }
`;
