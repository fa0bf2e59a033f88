/** Sizes and counts that both ends of the wire keep to. Bytes are UTF-8, characters UTF-16 units. */

export const PROTOCOL_PATH = '/v1';
export const DEFAULT_ORIGIN = 'wss://rms.metered.ca';

export const MAX_REQUEST_ID_LENGTH = 128;
export const MAX_CHANNEL_LENGTH = 256;
export const MAX_PEER_ID_LENGTH = 128;
/** Bytes of `data` in one publish or send, as the welcome announces it. */
export const MAX_MESSAGE_SIZE = 65_536;
/** Bytes a frame may add around its `data`. */
export const FRAME_OVERHEAD = 4_096;
/** Bytes of one frame from a client. */
export const MAX_CLIENT_FRAME_SIZE = MAX_MESSAGE_SIZE + FRAME_OVERHEAD;
/** Characters of one frame from a server; a longer one is refused by the client. */
export const MAX_SERVER_FRAME_LENGTH = 1_048_576;
/** Characters of one presence snapshot, a margin below what clients refuse. */
export const MAX_SNAPSHOT_LENGTH = 1_000_000;
export const MAX_CHANNELS_PER_CONNECTION = 100;

/** Bytes of the JWT's `metadata` and `peerMetadata` claims. */
export const MAX_METADATA_SIZE = 8_192;
export const MAX_PEER_METADATA_SIZE = 4_096;

export const MAX_PEERS_PER_CHANNEL = 256;
export const MAX_CANDIDATE_LENGTH = 1_000;
export const MAX_CANDIDATES_PER_GENERATION = 200;
export const MAX_TRACK_METADATA_ENTRIES = 512;
export const MAX_SDP_LENGTH = 262_144;

export const MAX_ICE_SERVERS = 16;
export const MAX_ICE_URL_LENGTH = 512;
export const MAX_ICE_CREDENTIAL_LENGTH = 1_024;
