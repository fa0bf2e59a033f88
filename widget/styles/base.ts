import { css } from 'lit';

/** What every part shares: box model, focus ring, text for screen readers only, and buttons. */
export const base = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  svg {
    display: block;
    inline-size: 1.5em;
    block-size: 1.5em;
    flex: none;
  }
  h2,
  h3,
  p,
  ol {
    margin: 0;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  [tabindex='-1']:focus {
    outline: none;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--_control);
    padding: 0 20px;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--_tile);
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition:
      background-color 0.15s,
      filter 0.15s;
  }
  button:hover {
    filter: brightness(0.94);
  }
  button:active {
    filter: brightness(0.88);
  }
  button[aria-disabled='true'] {
    cursor: progress;
    filter: none;
  }
  .primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .danger {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .quiet {
    background: transparent;
    border-color: var(--_line);
  }
  .round {
    inline-size: var(--_control);
    padding: 0;
    flex: none;
  }
  [aria-pressed='false'] {
    background: var(--_off);
    color: var(--_on-off);
  }
  [aria-busy='true'] {
    background: var(--_tile);
    color: var(--_muted);
    cursor: progress;
  }
  .spinner {
    inline-size: 1.1em;
    block-size: 1.1em;
    border: 2px solid;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: spin 0.9s linear infinite;
  }
  @keyframes spin {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
    .spinner {
      animation-duration: 4s;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonBorder;
    }
    [aria-pressed='true'],
    [aria-expanded='true'] {
      forced-color-adjust: none;
      background: Highlight !important;
      color: HighlightText !important;
    }
    .spinner {
      forced-color-adjust: none;
      border-color: currentColor;
      border-block-start-color: transparent;
    }
  }
`;
