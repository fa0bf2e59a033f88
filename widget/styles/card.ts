import { css } from 'lit';

export const cardStyles = css`
  :host {
    display: grid;
    place-items: safe center;
    overflow: auto;
    padding: 16px;
  }
  .card {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 12px;
    inline-size: min(100%, 460px);
    padding: clamp(20px, 5cqi, 36px);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_card);
    box-shadow: var(--_shadow);
    text-align: center;
  }
  .icon {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_tile);
    font-size: 19px;
  }
  .bad {
    background: var(--_off);
    color: var(--_on-off);
  }
  h2 {
    font-size: clamp(19px, 4.5cqi, 24px);
    line-height: 1.25;
    text-wrap: balance;
  }
  .cause {
    color: var(--_muted);
    text-wrap: pretty;
  }
  .fix {
    align-self: stretch;
    padding: 14px 16px;
    border-radius: min(var(--_radius), 14px);
    background: var(--_surface);
    text-align: start;
    font-size: 14.5px;
  }
  h3 {
    margin-block-end: 6px;
    font-size: 13px;
    color: var(--_muted);
  }
  ol {
    display: grid;
    gap: 6px;
    padding-inline-start: 1.25em;
  }
  button {
    margin-block-start: 6px;
    min-inline-size: 160px;
  }
  .code {
    color: var(--_muted);
    font-size: 12.5px;
  }
`;
