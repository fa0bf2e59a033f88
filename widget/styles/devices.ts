import { css } from 'lit';

/** Forms: devices, options, and the report. */
export const devicesStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 12px;
    overflow: auto;
    padding: 4px 16px 16px;
    font-size: 15px;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 14px;
    font-weight: 500;
  }
  select,
  .key input {
    min-block-size: 44px;
    inline-size: 100%;
    padding: 0 12px;
    border: 1px solid var(--_field-line);
    border-radius: min(var(--_radius), 12px);
    background: var(--_card);
    color: var(--_text);
    font: inherit;
    font-size: 16px;
    text-overflow: ellipsis;
  }
  .check,
  .key {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 36px;
    font-weight: 400;
    font-size: 15px;
  }
  .check input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .key {
    justify-content: space-between;
  }
  .key input {
    inline-size: 44px;
    min-block-size: 36px;
    padding: 0;
    text-align: center;
  }
  fieldset {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    color: var(--_muted);
    font-size: 13px;
    font-weight: 600;
  }
  .meter {
    block-size: 8px;
    border-radius: 4px;
    background: var(--_tile);
    overflow: hidden;
  }
  .meter span {
    display: block;
    block-size: 100%;
    inline-size: calc(var(--_level, 0) * 100%);
    background: var(--_speaking);
  }
  .findings {
    display: grid;
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .title {
    font-weight: 600;
  }
  .about,
  summary,
  ol {
    color: var(--_muted);
    font-size: 14px;
  }
  ol {
    padding-inline-start: 1.3em;
  }
  @media (forced-colors: active) {
    .meter {
      border: 1px solid CanvasText;
    }
    .meter span {
      background: Highlight;
    }
  }
`;
