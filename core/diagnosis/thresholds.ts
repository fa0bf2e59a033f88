/** Milliseconds, unless a name says otherwise. */

/** How long counters must stand still, or rise, to prove anything. */
export const FLOW = 3_000;
/** A sender's report tells of what it sent up to so long ago. */
export const REPORT_LAG = 1_000;
/** Samples come about once a second: how much earlier than asked for one may have been taken. */
export const SAMPLE_SLACK = 400;
/** Numbers older than this say nothing of the present. */
export const FRESH = 5_000;
/** Elements are looked at once a second: what was done to one is seen by then, on a slow machine too. */
export const SETTLED = 1_500;
/** What a peer, track or element that has just come is given before anything is held against it. */
export const GRACE = 3_000;
/** A decoder that has just begun may, on a busy machine, take so long to its first picture (seen in Firefox 153). */
export const DECODER_PATIENCE = 6_000;
/** Frames: one or two are always on their way to the decoder, and a sender that stands still may send no others. */
export const WAITING_FRAMES = 5;
/** No candidate, or no answer, for this long. */
export const NEGOTIATION_PATIENCE = 10_000;
/** After a drop, how long the way back may take before it counts as unreachable. */
export const RECONNECT_PATIENCE = 10_000;
/** A presence snapshot follows the ack of a subscribe within a round trip. */
export const SNAPSHOT_PATIENCE = 2_000;
/** What a token provider is given. */
export const PROVIDER_PATIENCE = 10_000;
export const PROVIDER_FAILURES = 3;
/** More reconnects than this within the window are a loop. */
export const RECONNECTS = 3;
export const RECONNECT_WINDOW = 60_000;
/** How long something that happened once is told. */
export const RECENT = 30_000;

/** Mean luma, 0 to 255: a covered lens makes a little noise. */
export const BLACK_LUMA = 10;
/** Dark frames prove nothing where a camera, or a picture, has just begun. */
export const DARK_FOR = 1_900;
/** Bytes a frame, on average: a black picture, or one that does not move, needs no more. */
export const PLAIN_FRAME_BYTES = 800;
/** Bytes in three seconds that no stream accounts for: below it they may be reports and what else a transport needs. */
export const STRAY_BYTES = 15_000;
/** How much of what is sent comes back as reports on it, at most. */
export const FEEDBACK_SHARE = 0.1;
/** Audio level, 0 to 1: below it is digital silence; a quiet room is above. */
export const SILENCE = 1e-5;
export const SILENT_FOR = 5_000;
/** Audio level at which somebody else talks. */
export const TALKING = 0.01;

/** From this many on, what is left behind is a leak and no oversight. */
export const LEAKED = 3;
export const LEAKED_FOR = 5_000;
/** Listeners of one kind on one object. */
export const LISTENERS = 100;
/** Capture after the end of a call: a page may take this long to stop it. */
export const CAPTURE_AFTERWARDS = 3_000;
