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
    inline-size: 18px;
    block-size: 18px;
    border-radius: 50%;
    background: #ffc53d;
    color: #241a00;
    font-size: 12px;
    line-height: 18px;
  }
`;

export const controlBarStyles = [
  alertMark,
  css`
    :host {
      display: flex;
      justify-content: center;
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
