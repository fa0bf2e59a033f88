const SHOWN_MS = 2_500;

type Registry = Readonly<Record<symbol, Iterable<HTMLElement> | undefined>>;

/** Shows where the picture of a stream is: scrolls there and draws a frame that goes by itself. */
export function highlight(window: Window & typeof globalThis, stream: string): void {
  const { document } = window;
  const shown = [...document.querySelectorAll<HTMLMediaElement>('video,audio')].find(
    ({ srcObject }) => srcObject instanceof window.MediaStream && srcObject.id === stream,
  );
  // Our element's shadow root is closed: then the element itself is the place.
  const target =
    shown ?? [...((window as unknown as Registry)[Symbol.for('metered-call.instances')] ?? [])][0];
  if (!target) return;
  target.scrollIntoView({ block: 'center', inline: 'center' });
  const { left, top, width, height } = target.getBoundingClientRect();
  const frame = document.createElement('div');
  frame.style.cssText =
    'all: initial; position: fixed; z-index: 2147483647; pointer-events: none; box-sizing: border-box;' +
    'border: 4px solid #d6336c; border-radius: 8px; box-shadow: 0 0 0 3px #fff, 0 0 0 6px #d6336c;' +
    `left: ${left}px; top: ${top}px; width: ${Math.max(width, 24)}px; height: ${Math.max(height, 24)}px`;
  document.documentElement.append(frame);
  window.setTimeout(() => frame.remove(), SHOWN_MS);
}
