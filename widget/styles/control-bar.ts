import { css } from 'lit';

/** The mark on a device button whose device is missing or refused. */
export const alertMark = css`
  button {
    position: relative;
  }
  .alert {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 18px;
    padding-inline: 4px;
    block-size: 18px;
    border-radius: 9px;
    background: #ffc53d;
    color: #241a00;
    font-size: 12px;
    line-height: 18px;
  }
  @media (forced-colors: active) {
    .alert {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
  }
`;

export const controlBarStyles = [
  alertMark,
  css`
    :host {
      position: relative;
      display: flex;
      justify-content: center;
    }
    [aria-expanded='true'],
    [data-control='screen'][aria-pressed='true'] {
      background: var(--_accent);
      color: var(--_on-accent);
    }
    [data-control='screen'][aria-pressed='false'] {
      background: var(--_tile);
      color: var(--_text);
    }
    .menu {
      position: absolute;
      z-index: 3;
      inset-block-end: calc(100% + 8px);
      inset-inline-end: 0;
      display: grid;
      gap: 4px;
      max-block-size: 76cqb;
      overflow: auto;
      padding: 8px;
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      background: var(--_card);
      box-shadow: var(--_shadow);
    }
    .row {
      justify-content: start;
      border-radius: 12px;
      background: transparent;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 10px;
      padding: 8px;
      border-radius: 999px;
      background: var(--_card);
      box-shadow: var(--_shadow);
      border: 1px solid var(--_line);
    }
    @container call (height < 360px) {
      .bar {
        padding: 4px;
      }
    }
    @container call (width < 380px) {
      .leave {
        inline-size: calc(var(--_control) * 1.3);
        padding: 0;
      }
      .text {
        display: none;
      }
    }
  `,
];
