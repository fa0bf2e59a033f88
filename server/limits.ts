/** What one server allows, beyond the limits that the protocol fixes for everyone. */
export interface ServerLimits {
  /** Connection attempts one address may make in 60 s before it is answered HTTP 429. */
  connectionsPerMinute: number;
  /** Frames a second one connection may send for as long as it likes. */
  messagesPerSecond: number;
  /** Frames one connection may send at once. */
  messageBurst: number;
  /** REST calls a second of one tenant, for as long as it likes and at once. */
  restPerSecond: number;
  restBurst: number;
  /** Bytes waiting for a client that does not read, above which it is closed with 1008. */
  maxBufferedBytes: number;
  /** Milliseconds between WebSocket pings; a client that misses one is gone. */
  heartbeatMs: number;
  /** Milliseconds a request's head may take to arrive, from the moment the connection is open. */
  headTimeoutMs: number;
  /** Milliseconds a closing client has to answer before its socket is destroyed. */
  closeGraceMs: number;
  /** The least a client is told to wait after `going_away`; each gets up to twice that, so they do not all return at once. */
  retryAfterMs: number;
  /** Connections a second that a server which shuts down sends away. */
  drainPerSecond: number;
  /** Milliseconds after which the last one has been sent away, however many there are. */
  drainWindowMs: number;
}

export const DEFAULT_LIMITS: Readonly<ServerLimits> = {
  connectionsPerMinute: 60,
  messagesPerSecond: 100,
  messageBurst: 200,
  restPerSecond: 50,
  restBurst: 200,
  maxBufferedBytes: 4 * 1_048_576,
  heartbeatMs: 30_000,
  headTimeoutMs: 10_000,
  closeGraceMs: 2_000,
  retryAfterMs: 1_000,
  drainPerSecond: 200,
  drainWindowMs: 20_000,
};

/** Of clients on this machine, unless the limit is configured: they share one address, and test runs connect by the hundred. */
export const LOOPBACK_CONNECTIONS_PER_MINUTE = 6_000;

/** Patterns one credential may carry, and the characters of each. */
export const MAX_PATTERNS = 100;
export const MAX_PATTERN_LENGTH = 256;

/** Bytes of a request's head: a token with full metadata does not fit into Node's 16 KB. */
export const MAX_HEADER_SIZE = 65_536;

/** How long before `exp` a connection is closed with 4002. */
export const EXPIRY_MARGIN_MS = 250;
