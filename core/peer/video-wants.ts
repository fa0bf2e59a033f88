/** How large a peer shows one of our videos, in device pixels. */
export interface VideoWants {
  readonly width: number;
  readonly height: number;
  /** False where nobody looks at it now: it need not be sent. */
  readonly visible: boolean;
  /** About the screen share, not the camera. */
  readonly screen: boolean;
}

export type WantsMessage = { t: 'wants' } & VideoWants;

/** Pixels along one edge, above which nobody asks. */
const MAX_EDGE = 8_192;

/** A side-channel object whose `t` is `wants` as a message, or undefined. */
export function parseWants(raw: Record<string, unknown>): WantsMessage | undefined {
  const { width, height, visible, screen } = raw;
  const edge = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_EDGE;
  if (!edge(width) || !edge(height) || typeof visible !== 'boolean' || typeof screen !== 'boolean')
    return undefined;
  return { t: 'wants', width, height, visible, screen };
}

/** @throws TypeError for what is no size. */
export function buildWants(request: {
  width: number;
  height: number;
  visible?: boolean;
  screen?: boolean;
}): WantsMessage {
  const { width, height, visible = true, screen = false } = request;
  const edges = [width, height].map((edge) => Math.min(MAX_EDGE, Math.max(0, Math.round(edge))));
  const [w = NaN, h = NaN] = edges;
  if (Number.isNaN(w + h)) throw new TypeError('requestVideo() needs a width and a height in pixels.');
  return { t: 'wants', width: w, height: h, visible: visible && w * h > 0, screen };
}
