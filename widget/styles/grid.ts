import { css } from 'lit';

export const gridStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .tiles {
    display: flex;
    flex-wrap: wrap;
    align-content: center;
    justify-content: center;
    gap: var(--_gap);
    min-block-size: 0;
    overflow: hidden;
  }
  metered-call-tile {
    inline-size: var(--_width);
    block-size: var(--_height);
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
