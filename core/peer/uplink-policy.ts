/** One video on its way to one peer, as the policy sees it. */
export interface VideoDemand {
  /** What it is shown at, in pixels; null where the peer has not said so, or cannot. */
  readonly tile: { readonly width: number; readonly height: number } | null;
  /** False where nobody looks at it. */
  readonly visible: boolean;
  /** What the camera or screen gives. */
  readonly source: { readonly width: number; readonly height: number; readonly frameRate: number };
  /** A screen share: sharp before smooth. */
  readonly screen: boolean;
  /** The peer that receives it is the active speaker. */
  readonly toSpeaker: boolean;
}

export interface UplinkConditions {
  /** Kilobits a second for all videos together. */
  readonly videoKbps: number;
  /** We are the active speaker, so that we are shown large where a peer has not said how large. */
  readonly speaking: boolean;
}

/** Values of one RTCRtpEncodingParameters. */
export interface VideoShare {
  readonly active: boolean;
  /** Bits a second. */
  readonly maxBitrate: number;
  readonly scaleResolutionDownBy: number;
  readonly maxFramerate: number;
}

const DEFAULT_TILE = { width: 640, height: 360 };
const SPEAKER_TILE = { width: 1_280, height: 720 };
/** Bits a pixel at which a moving picture looks right, and below which fewer pixels look better. */
const GOOD_BITS = 0.08;
const POOR_BITS = 0.04;
/** A receiver who speaks counts so much more: whom one talks to should see one well. */
const SPEAKER_WEIGHT = 1.5;
const MIN_KBPS = 15;
const MAX_KBPS = 4_000;
/** Frames a second at no less than so many kilobits: [kbps, camera, screen]. */
const RATES = [
  [300, 30, 15],
  [120, 20, 8],
  [60, 12, 5],
  [0, 8, 3],
] as const;
/** What a picture is scaled down by: few steps, so that a small change of the budget changes nothing. */
const SCALES = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const;
/** Lines below which no picture is made. */
const MIN_HEIGHT = 90;

/**
 * Shares one uplink among the videos that leave by it, in the order given. Each is wanted in proportion to
 * what its tile can show; what one does not need goes to the others; nothing exceeds the budget.
 */
export function shareUplink(
  demands: readonly VideoDemand[],
  { videoKbps, speaking }: UplinkConditions,
): VideoShare[] {
  const wanted = demands.map((demand) => wantedKbps(demand, speaking));
  const weights = demands.map(({ toSpeaker }, at) => (wanted[at] ?? 0) * (toSpeaker ? SPEAKER_WEIGHT : 1));
  const given = fill(wanted, weights, videoKbps);
  return demands.map((demand, at) => encode(demand, speaking, Math.floor(given[at] ?? 0)));
}

/** Kilobits that the picture is worth at the size it is shown; 0 where nobody looks. */
function wantedKbps(demand: VideoDemand, speaking: boolean): number {
  if (!demand.visible) return 0;
  const { source, screen } = demand;
  const pixels = (source.width * source.height) / Math.max(1, coverScale(demand, speaking)) ** 2;
  const rate = Math.min(source.frameRate, screen ? RATES[0][2] : RATES[0][1]);
  return Math.min(MAX_KBPS, Math.max(2 * MIN_KBPS, (pixels * rate * GOOD_BITS) / 1_000));
}

/** Gives to each by weight and at most what is wanted, until the budget or the wants are used up. */
function fill(wanted: readonly number[], weights: readonly number[], budget: number): number[] {
  const given = wanted.map(() => 0);
  let open = wanted.map((_kbps, at) => at).filter((at) => (wanted[at] ?? 0) > 0);
  let left = Math.max(0, budget);
  while (open.length > 0) {
    const unit = left / open.reduce((sum, at) => sum + (weights[at] ?? 0), 0);
    const sated = open.filter((at) => unit * (weights[at] ?? 0) >= (wanted[at] ?? 0));
    for (const at of sated.length > 0 ? sated : open) {
      given[at] = sated.length > 0 ? (wanted[at] ?? 0) : unit * (weights[at] ?? 0);
      left -= given[at];
    }
    open = sated.length > 0 ? open.filter((at) => !sated.includes(at)) : [];
  }
  return given;
}

function encode(demand: VideoDemand, speaking: boolean, kbps: number): VideoShare {
  const { source, screen } = demand;
  const rates = RATES.find(([least]) => kbps >= least) ?? RATES[3];
  const maxFramerate = rates[screen ? 2 : 1];
  const affordable = (kbps * 1_000) / (Math.min(source.frameRate, maxFramerate) * POOR_BITS);
  // Text that is scaled cannot be read, at whatever rate.
  const byBits = screen ? 1 : Math.sqrt((source.width * source.height) / Math.max(1, affordable));
  const most = Math.max(1, source.height / MIN_HEIGHT);
  const floor = SCALES.findLast((scale) => scale <= coverScale(demand, speaking)) ?? 1;
  const ceiling = SCALES.find((scale) => scale >= byBits) ?? SCALES[SCALES.length - 1] ?? 1;
  return {
    active: kbps >= MIN_KBPS,
    maxBitrate: Math.max(MIN_KBPS, kbps) * 1_000,
    scaleResolutionDownBy: Math.min(most, Math.max(floor, ceiling)),
    maxFramerate,
  };
}

/** By how much the source is larger than what covers its tile: what that crops away is of one edge only. */
function coverScale({ tile, screen, source }: VideoDemand, speaking: boolean): number {
  const { width, height } = tile ?? (screen ? source : speaking ? SPEAKER_TILE : DEFAULT_TILE);
  return Math.min(source.width / Math.max(1, width), source.height / Math.max(1, height));
}
