import type { Scope } from './scope.ts';

const SIDE = 4;

const canvases = new WeakMap<Scope, OffscreenCanvasRenderingContext2D>();

/** Mean luma of the picture, 0 to 255 (BT.601), from 16 pixels; undefined where it cannot be read. */
export function lumaOf(video: HTMLVideoElement, scope: Scope): number | undefined {
  return scope.safely(() => {
    let context = canvases.get(scope);
    if (!context) {
      const made = new scope.window.OffscreenCanvas(SIDE, SIDE).getContext('2d', {
        willReadFrequently: true,
      });
      if (!made) return undefined;
      canvases.set(scope, (context = made));
    }
    context.clearRect(0, 0, SIDE, SIDE);
    context.drawImage(video, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) {
      // A page that is behind another may have no picture to draw yet: what stays transparent is not black.
      if (data[i + 3] !== 255) return undefined;
      sum += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
    }
    return Math.round(sum / (SIDE * SIDE));
  });
}
