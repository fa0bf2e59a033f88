import { css } from 'lit';

export const panelStyles = css`
  :host {
    display: grid;
    min-block-size: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_card);
    overflow: hidden;
  }
  section {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-block-size: 0;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 8px 8px 8px 16px;
    padding-inline: 16px 8px;
  }
  h2 {
    font-size: 17px;
  }
  button {
    --_control: 40px;
    background: transparent;
  }
`;
