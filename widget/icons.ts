import type { TemplateResult } from 'lit';
import { html } from 'lit';

const strokes = (path: string): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d=${path} />
  </svg>`;

const MICROPHONE = 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 11a7 7 0 0 0 14 0M12 18v3';
const CAMERA =
  'M4 6h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM15 10.5l6-3.5v10l-6-3.5';
const SLASH = 'M3.5 3.5l17 17';

export const icons = {
  microphone: strokes(MICROPHONE),
  'microphone-off': strokes(MICROPHONE + SLASH),
  camera: strokes(CAMERA),
  'camera-off': strokes(CAMERA + SLASH),
  leave: html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
    <path
      d="M12 8.5c-3.3 0-6.4.7-8.6 2C2.3 11.2 1.7 12.3 1.7 13.6v1.3c0 .7.6 1.2 1.3 1.1l3.7-.7c.5-.1.9-.6.9-1.1v-1.8a14 14 0 0 1 8.8 0v1.8c0 .5.4 1 .9 1.1l3.7.7c.7.1 1.3-.4 1.3-1.1v-1.3c0-1.3-.6-2.4-1.7-3.1-2.2-1.3-5.3-2-8.6-2z"
    />
  </svg>`,
  close: strokes('M6 6l12 12M18 6L6 18'),
  warning: strokes('M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.1'),
  question: strokes(
    'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.5M12 16.5v.1',
  ),
  wave: strokes('M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8.5 10v.1M15.5 10v.1M8 14.5c2 2.3 6 2.3 8 0'),
  screen: strokes(
    'M4 4.5h16a1.5 1.5 0 0 1 1.5 1.5v9.5a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 15.5V6A1.5 1.5 0 0 1 4 4.5zM8.5 20.5h7M12 13.5V8M9.5 10L12 7.5l2.5 2.5',
  ),
  chat: strokes('M5 4.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 4v-4H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z'),
  people: strokes(
    'M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 6',
  ),
  layout: strokes('M3.5 5h17v14h-17zM14.5 5v14M14.5 12h6'),
  pip: strokes('M3.5 5h17v14h-17zM12.5 12.5h5.5v4h-5.5z'),
  devices: strokes(
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4a2 2 0 0 0 0-4M9 15a2 2 0 1 0 0 4a2 2 0 0 0 0-4',
  ),
  report: strokes('M3 12h4l2.5-6.5l4.5 13l2.5-6.5H21'),
  more: strokes('M5.5 12v.1M12 12v.1M18.5 12v.1'),
  pin: strokes('M9 3.5h6l-1 6.5l3.5 3.5h-11L10 10zM12 13.5V21'),
  send: strokes('M4 12L3 4l18 8l-18 8l1-8h8'),
  attach: strokes(
    'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a1.8 1.8 0 0 1-2.5-2.5L14.5 7.5',
  ),
  signal: strokes('M6 19v-4M12 19v-9M18 19V5'),
  play: strokes('M8 5.5v13l10.5-6.5z'),
} as const;

export type IconName = keyof typeof icons;
