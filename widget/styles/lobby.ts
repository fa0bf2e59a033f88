import { css } from 'lit';
import { alertMark } from './control-bar.ts';

export const lobbyStyles = [
  alertMark,
  css`
    :host {
      display: grid;
      place-items: safe center;
      overflow: auto;
      padding: clamp(12px, 3cqi, 32px);
    }
    .lobby {
      display: grid;
      gap: clamp(16px, 3cqi, 40px);
      inline-size: min(100%, 440px);
    }
    .preview {
      position: relative;
      display: grid;
      place-items: center;
      aspect-ratio: 16 / 10;
      min-block-size: 150px;
      max-block-size: 62cqb;
      overflow: hidden;
      border: 1px solid var(--_line);
      border-radius: calc(var(--_radius) * 1.25);
      background: #171a20;
      color: #e8ebf0;
      isolation: isolate;
    }
    video {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
      scale: -1 1;
      opacity: 0;
      transition: opacity 0.25s;
    }
    video.live {
      opacity: 1;
    }
    [role='img'] {
      position: absolute;
      inset: 0;
    }
    .off {
      position: relative;
      display: grid;
      justify-items: center;
      gap: 10px;
      max-inline-size: 30ch;
      padding: 12px 16px 64px;
      text-align: center;
      font-size: 14.5px;
    }
    .devices {
      position: absolute;
      inset-block-end: 12px;
      display: flex;
      gap: 12px;
    }
    .devices [aria-pressed='true'],
    .devices [aria-busy='true'] {
      background: #20242cd9;
      color: #fff;
    }
    .devices [aria-pressed='false']:not([aria-busy='true']) {
      background: var(--_danger);
      color: var(--_on-danger);
    }
    .devices :focus-visible {
      outline-color: #fff;
    }
    form {
      display: flex;
      flex-direction: column;
      gap: 14px;
    }
    h2 {
      font-size: clamp(21px, 3.2cqi, 30px);
      line-height: 1.2;
      letter-spacing: -0.01em;
    }
    .room {
      margin-block-start: -8px;
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
    label {
      display: grid;
      gap: 6px;
      font-size: 0.875em;
      font-weight: 500;
    }
    input {
      min-block-size: var(--_control);
      inline-size: 100%;
      padding: 0 14px;
      border: 1px solid var(--_field-line);
      border-radius: min(var(--_radius), 12px);
      background: var(--_card);
      color: var(--_text);
      font: inherit;
      font-size: max(1em, 16px);
    }
    input::placeholder {
      color: var(--_muted);
      opacity: 1;
    }
    input:focus-visible {
      outline-offset: 0;
      border-color: transparent;
    }
    summary {
      inline-size: fit-content;
      padding-block: 4px;
      border-radius: 4px;
      color: var(--_muted);
      cursor: pointer;
    }
    metered-call-devices {
      padding: 8px 0 4px;
    }
    .viewer {
      color: var(--_muted);
      font-size: 14px;
    }
    .actions {
      display: flex;
      gap: 10px;
    }
    .grow {
      flex: 1;
    }
    @container call (width >= 720px) {
      .lobby {
        grid-template-columns: minmax(0, 1.45fr) minmax(240px, 1fr);
        align-items: center;
        inline-size: min(100%, 980px);
      }
    }
    @container call (width >= 1900px) {
      .lobby {
        inline-size: min(100%, 1300px);
      }
    }
    @container call (540px <= width < 720px) and (height < 480px) {
      .lobby {
        grid-template-columns: minmax(0, 1fr) minmax(240px, 1fr);
        align-items: center;
        inline-size: 100%;
      }
    }
    @container call (width < 720px) and (height < 620px) {
      .preview {
        aspect-ratio: 16 / 9;
        max-block-size: 38cqb;
      }
      form {
        gap: 10px;
      }
    }
  `,
];
