import type { RawData, WebSocket } from 'ws';
import { closeCodeName, WsCloseCode } from '../core/protocol/close-codes.ts';
import type { ClientFrame, ErrorCode } from '../core/protocol/frames.ts';
import { MAX_MESSAGE_SIZE } from '../core/protocol/limits.ts';
import { parseClientFrame } from '../core/protocol/parse-client-frame.ts';
import type { Logger } from '../core/util/log.ts';
import { scrubbedError } from '../core/util/scrub.ts';
import type { Identity } from './auth.ts';
import { ackFrame, errorFrame, goingAwayFrame, presenceEntry, welcomeFrame } from './build-frames.ts';
import { EXPIRY_MARGIN_MS } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { MessageRate } from './message-rate.ts';

/** Longer timers fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

export interface ConnectionOptions {
  socket: WebSocket;
  identity: Identity;
  limits: ServerLimits;
  logger: Logger;
  /** A frame that parsed; what it throws is answered with `internal_error`. */
  onFrame: (connection: Connection, frame: ClientFrame) => void;
  /** Called once, as soon as nothing can be delivered any more. */
  onGone: (connection: Connection) => void;
}

/** One admitted socket: its welcome, its limits, its clock, its end. Knows no channel and no other peer. */
export class Connection {
  readonly identity: Identity;
  readonly peerId: string;
  readonly presenceEntry: string;
  readonly seesPresence: boolean;
  /** The peer's peerMetadata as JSON, ready to be stamped on what it sends. */
  readonly peerMetadataJson: string | undefined;

  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #rate: MessageRate;
  #expiryTimer: NodeJS.Timeout | undefined;
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #answeredPing = true;
  #overflowed = false;
  #gone = false;

  constructor(options: ConnectionOptions) {
    const { socket, identity, limits } = options;
    this.#options = options;
    this.#socket = socket;
    this.identity = identity;
    this.peerId = identity.peerId;
    this.seesPresence = identity.actions.has('presence');
    const { peerId, peerMetadata } = identity;
    this.peerMetadataJson = peerMetadata === undefined ? undefined : JSON.stringify(peerMetadata);
    this.presenceEntry = presenceEntry({ peerId, ...(peerMetadata ? { metadata: peerMetadata } : {}) });
    this.#rate = new MessageRate(limits.messagesPerSecond, limits.messageBurst, performance.now());
  }

  /** Welcomes the client and starts listening. */
  start(): void {
    const { peerId, expiresAt, metadata } = this.identity;
    this.#socket.on('message', (data, isBinary) => this.#handleMessage(data, isBinary));
    this.#socket.on('pong', () => (this.#answeredPing = true));
    // ws answers a frame that is too long (1009) or not valid itself, and says so here.
    this.#socket.on('error', () => this.#end());
    this.#socket.on('close', () => this.#end());
    this.#heartbeatTimer = setInterval(() => this.#beat(), this.#options.limits.heartbeatMs);
    this.send(
      welcomeFrame({
        peerId,
        expiresAt,
        serverTime: Math.floor(Date.now() / 1000),
        maxMessageSize: MAX_MESSAGE_SIZE,
        ...(metadata === undefined ? {} : { metadata }),
      }),
    );
    this.#armExpiry();
  }

  /** Sends one frame; false if the client is gone or reads too slowly to be worth it. */
  send(frame: string): boolean {
    if (this.#gone || this.#overflowed) return false;
    if (this.#socket.bufferedAmount > this.#options.limits.maxBufferedBytes) {
      this.#overflowed = true;
      // Later, because the caller is in the middle of a fan-out: a departure now would overtake it.
      queueMicrotask(() => this.close(WsCloseCode.PolicyViolation));
      return false;
    }
    this.#socket.send(frame);
    return true;
  }

  /** The good answer to a request; nothing if it has no id. */
  ack(requestId: string | undefined): void {
    if (requestId !== undefined) this.send(ackFrame(requestId));
  }

  /** The bad answer to a frame. `message` is ours: it never repeats what came in. */
  refuse(code: ErrorCode, message: string, requestId: string | undefined): void {
    this.send(errorFrame(code, message, requestId));
  }

  /** Says when to come back, then closes with 1001. */
  goAway(retryAfterMs: number): void {
    this.send(goingAwayFrame(retryAfterMs));
    this.close(WsCloseCode.GoingAway);
  }

  close(code: WsCloseCode): void {
    if (this.#gone) return;
    this.#options.logger.info('closing a connection', { code, peerId: this.peerId });
    this.#end();
    this.#socket.close(code, closeCodeName(code));
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#expiryTimer);
    clearInterval(this.#heartbeatTimer);
    this.#options.onGone(this);
  }

  #handleMessage(data: RawData, isBinary: boolean): void {
    if (this.#gone || this.#overflowed) return;
    if (!this.#rate.take(performance.now())) return this.close(WsCloseCode.OverMessageRate);
    if (isBinary) return this.refuse('malformed_message', 'Frames are text.', undefined);
    // With the default binaryType a text message arrives as one Buffer.
    const parsed = parseClientFrame((data as Buffer).toString('utf8'));
    if (!parsed.ok) return this.refuse(parsed.code, parsed.message, parsed.requestId);
    try {
      this.#options.onFrame(this, parsed.frame);
    } catch (error) {
      this.#options.logger.error('a frame could not be handled', { error: scrubbedError(error).message });
      const requestId = 'requestId' in parsed.frame ? parsed.frame.requestId : undefined;
      this.refuse('internal_error', 'The server failed to handle the frame.', requestId);
    }
  }

  #beat(): void {
    if (!this.#answeredPing) return this.#socket.terminate();
    this.#answeredPing = false;
    this.#socket.ping();
  }

  #armExpiry(): void {
    const { expiresAt } = this.identity;
    if (expiresAt === null || this.#gone) return;
    const remainingMs = expiresAt * 1000 - EXPIRY_MARGIN_MS - Date.now();
    if (remainingMs <= 0) return this.close(WsCloseCode.TokenExpired);
    this.#expiryTimer = setTimeout(() => this.#armExpiry(), Math.min(remainingMs, MAX_TIMER_MS));
  }
}
