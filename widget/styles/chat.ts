import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .log {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 4px 16px 12px;
    list-style: none;
    overscroll-behavior: contain;
    font-size: 15px;
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  li {
    margin-block-end: 12px;
  }
  .from,
  .none,
  .note,
  .delivered {
    color: var(--_muted);
    font-size: 13px;
  }
  .note {
    padding: 0 16px 8px;
  }
  .from bdi {
    color: var(--_text);
    font-weight: 600;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  a {
    color: inherit;
  }
  .own .text {
    padding: 6px 12px;
    inline-size: fit-content;
    border-radius: 12px;
    background: var(--_tile);
  }
  @media (forced-colors: active) {
    .own .text {
      border: 1px solid CanvasText;
    }
  }
  .failed {
    color: var(--_on-off);
    font-size: 13px;
  }
  .answers {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 4px;
  }
  .answers button {
    --_control: 36px;
    padding: 0 14px;
    font-size: 14px;
  }
  progress {
    flex: 1;
    min-inline-size: 0;
    accent-color: var(--_accent);
  }
  form {
    display: flex;
    align-items: end;
    gap: 8px;
    padding: 8px;
    border-block-start: 1px solid var(--_line);
  }
  form button {
    --_control: 44px;
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    max-block-size: 140px;
    field-sizing: content;
    resize: none;
    padding: 9px 14px;
    border: 1px solid var(--_field-line);
    border-radius: 22px;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: 16px;
  }
`;
