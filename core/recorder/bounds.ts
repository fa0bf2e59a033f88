/** How much of each thing a trace holds; oldest first to go. */
export const MAX_CONNECTIONS = 60;
export const MAX_CONNECTION_EVENTS = 300;
/** Descriptions of one connection whose SDP is kept; of older ones only the kind. */
export const MAX_SDP_KEPT = 8;
export const MAX_SDP_LENGTH = 65_536;
export const MAX_CONFIGURATIONS = 10;
export const MAX_TRACKS = 300;
export const MAX_TRACK_EVENTS = 120;
export const MAX_ELEMENTS = 100;
export const MAX_ELEMENT_EVENTS = 120;
export const MAX_CAPTURES = 100;
export const MAX_SOCKETS = 60;
export const MAX_FRAMES = 300;
/** Application frames have a list of their own, so that a chatty page does not push the others out. */
export const MAX_APPLICATION_FRAMES = 60;
/** Requests whose answers are awaited, of one socket. */
export const MAX_REQUESTS = 200;
/** Characters of one frame that are parsed. */
export const MAX_FRAME_LENGTH = 1_100_000;
export const MAX_TOKENS = 100;
export const MAX_CALLS = 30;
export const MAX_CALL_EVENTS = 200;
export const MAX_PEERS = 300;
export const MAX_HEALTH = 30;
export const MAX_VIOLATIONS = 50;
export const MAX_PROBES = 50;
/** Characters of any text that a page, a peer or a server chose. */
export const MAX_TEXT = 300;

/** Milliseconds between two looks at statistics, tracks and elements. */
export const SAMPLE_INTERVAL_MS = 1_000;
/** Every sample of the last five minutes, then one in ten up to an hour. */
export const BLOCK_SAMPLES = 60;
export const RECENT_BLOCKS = 5;
export const THINNING = 10;
export const HISTORY_BLOCKS = 6;
/** Numbers in the samples of all connections together: eight bytes each, and about as much again around them. */
export const MAX_NUMBERS = 600_000;
/** Entries of one getStats(), and fields of one entry. */
export const MAX_STATS_ENTRIES = 400;
export const MAX_STATS_FIELDS = 100;
