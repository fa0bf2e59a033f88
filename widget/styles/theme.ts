import { css } from 'lit';

/** Public `--metered-call-…` properties with their defaults, under the private names used inside. */
export const theme = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--metered-call-accent, light-dark(#3451d1, #4c66e8));
    --_on-accent: var(--metered-call-on-accent, #fff);
    --_danger: var(--metered-call-danger, light-dark(#c3242c, #d0353c));
    --_on-danger: var(--metered-call-on-danger, #fff);
    --_surface: var(--metered-call-surface, light-dark(#f3f5f8, #121419));
    --_card: var(--metered-call-card, light-dark(#fff, #1d2027));
    --_tile: var(--metered-call-tile, light-dark(#e2e6ed, #252932));
    --_text: var(--metered-call-text, light-dark(#191c23, #eff1f5));
    --_muted: var(--metered-call-muted-text, light-dark(#555d6c, #a9b1bf));
    --_line: var(--metered-call-line, light-dark(#d5dae3, #343a46));
    --_field-line: light-dark(#7b8494, #7a8394);
    --_off: light-dark(#fbe3e3, #4a2327);
    --_on-off: light-dark(#a5161f, #ffb9b9);
    --_focus: var(--metered-call-focus, light-dark(#3451d1, #a9b8ff));
    --_speaking: var(--metered-call-speaking, light-dark(#138a5c, #3ecf8e));
    --_radius: var(--metered-call-radius, 16px);
    --_gap: var(--metered-call-gap, 12px);
    --_control: var(--metered-call-control-size, 48px);
    --_shadow: 0 1px 2px light-dark(#1820331a, #0000), 0 8px 28px light-dark(#1820331a, #0006);
    --_font: var(
      --metered-call-font,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      sans-serif
    );
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
