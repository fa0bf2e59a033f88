import { css } from 'lit';

export const rosterStyles = css`
  :host {
    display: block;
    overflow: auto;
    padding: 0 12px 12px;
  }
  ul {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 52px;
  }
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    background: hsl(var(--_hue) 42% 33%);
    color: #fff;
    font-size: 13px;
    font-weight: 600;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    color: var(--_muted);
    font-size: 12.5px;
  }
  li > span > svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .off {
    color: var(--_on-off);
  }
  button {
    --_control: 36px;
    border: 0;
  }
  button svg {
    inline-size: 18px;
    block-size: 18px;
  }
`;
