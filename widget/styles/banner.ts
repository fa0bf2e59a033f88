import { css } from 'lit';

export const bannerStyles = css`
  :host {
    display: block;
    inline-size: min(100%, 560px);
    margin-inline: auto;
    padding: 8px 8px 8px 14px;
    padding-inline: 14px 8px;
    border: 1px solid var(--_line);
    border-radius: min(var(--_radius), 16px);
    background: var(--_card);
    color: var(--_text);
    box-shadow: 0 1px 4px light-dark(#1820331f, #0006);
    font-size: 14px;
    line-height: 1.45;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 32px;
  }
  .row > svg {
    color: var(--_warn);
    align-self: flex-start;
    margin-block-start: 4px;
  }
  :host([data-finding]) .row {
    align-items: flex-start;
    --_warn: light-dark(#a15c00, #ffc53d);
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
    padding-block: 5px;
  }
  .title {
    font-weight: 600;
  }
  details > p {
    margin-block: 6px;
  }
  summary {
    inline-size: fit-content;
    color: var(--_muted);
    border-radius: 4px;
    cursor: pointer;
  }
  ol {
    padding-inline-start: 1.3em;
    color: var(--_muted);
  }
  button {
    --_control: 40px;
    padding-inline: 16px;
  }
  .close {
    padding: 0;
    background: transparent;
    --_control: 36px;
  }
  .close svg {
    inline-size: 18px;
    block-size: 18px;
  }
  /* The words keep the row to themselves; what can be done about them comes below. */
  @container call (width < 480px) {
    .row {
      flex-wrap: wrap;
      gap: 4px 12px;
    }
    .grow {
      flex: 1 0 calc(100% - 90px);
    }
    button:not(.close) {
      order: 1;
    }
  }
  @container tile (width < 280px) {
    :host {
      padding: 2px 2px 4px 8px;
      padding-inline: 8px 2px;
      font-size: 12.5px;
      line-height: 1.3;
    }
    .row > svg {
      display: none;
    }
    .row {
      gap: 4px;
      flex-wrap: nowrap;
    }
    .close {
      --_control: 28px;
    }
  }
  @media (forced-colors: active) {
    .row > svg {
      color: CanvasText;
    }
  }
`;
