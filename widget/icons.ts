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
  play: strokes('M8 5.5v13l10.5-6.5z'),
} as const;

export type IconName = keyof typeof icons;
