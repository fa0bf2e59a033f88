import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { matchesAnyPattern } from '../core/protocol/channel-pattern.ts';
import { closeCodeName, WsCloseCode } from '../core/protocol/close-codes.ts';
import type { ClientFrame, ErrorCode, Metadata } from '../core/protocol/frames.ts';
import { MAX_CHANNELS_PER_CONNECTION, MAX_MESSAGE_SIZE } from '../core/protocol/limits.ts';
import { parseClientFrame } from '../core/protocol/parse-client-frame.ts';
import type { Logger } from '../core/util/log.ts';
import { scrubbedError } from '../core/util/scrub.ts';
import type { Identity } from './auth.ts';
import { ackFrame, errorFrame, goingAwayFrame, presenceEntry, welcomeFrame } from './build-frames.ts';
import { EXPIRY_MARGIN_MS } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { MessageRate } from './message-rate.ts';
import type { RateLimit } from './message-rate.ts';
import { count } from './stats.ts';
import type { Stats } from './stats.ts';
import type { WriteBatch } from './write-batch.ts';
import { closeCodeOf } from './ws-errors.ts';

/** Longer timers fire at once. */
const MAX_TIMER_MS = 2_147_483_647;
/** No close frame carries it: it stands for a connection that ended without one (RFC 6455 section 7.4.1). */
const ABNORMAL_CLOSURE = 1006;

/** What all connections of a tenant have in common: ten thousand of them hold it once. */
export interface ConnectionContext {
  writes: WriteBatch;
  limits: ServerLimits;
  rateLimit: RateLimit;
  logger: Logger;
  stats: Stats;
  /**
   * A frame that parsed; what it throws is answered with `internal_error`. Until a promise it gives has
   * settled, the frames after it wait.
   */
  onFrame: (connection: Connection, frame: ClientFrame) => Promise<void> | undefined;
  /** Called once, as soon as nothing can be delivered any more; `code` if the server closes. */
  onGone: (connection: Connection, code: WsCloseCode | undefined) => void;
}

/** A socket's listeners are the same functions for all of them: it leads them to its connection. */
const OWNER = Symbol('connection');
type OwnedSocket = WebSocket & { [OWNER]: Connection };
const ownerOf = (socket: WebSocket): Connection => (socket as OwnedSocket)[OWNER];

/** One admitted socket: its welcome, its limits, its clock, its end. Knows no channel and no other peer. */
export class Connection {
  readonly identity: Identity;
  readonly peerId: string;
  /** Unix milliseconds by the machine's clock, which other nodes compare with theirs. */
  readonly connectedAt = Date.now();
  readonly seesPresence: boolean;

  readonly #socket: WebSocket;
  /** What carries the socket, and collects what is written to it. */
  readonly #stream: Duplex;
  readonly #context: ConnectionContext;
  readonly #rate: MessageRate;
  #presenceEntry: string | undefined;
  #peerMetadataJson: string | undefined;
  #admitted: Map<string, boolean> | undefined;
  /** A frame is still being handled, and the socket is paused meanwhile. */
  #busy = false;
  /** Frames that ws had read by then: one read's worth at most. */
  #waiting: ClientFrame[] | undefined;
  #expiryTimer: NodeJS.Timeout | undefined;
  #answeredPing = true;
  /** Since the last ping the socket was paused: the answer may have come and not been read. */
  #unheard = false;
  #overflowed = false;
  #gone = false;

  constructor(socket: WebSocket, stream: Duplex, identity: Identity, context: ConnectionContext) {
    this.#context = context;
    this.#socket = socket;
    this.#stream = stream;
    this.identity = identity;
    this.peerId = identity.peerId;
    this.seesPresence = identity.actions.has('presence');
    this.#rate = new MessageRate(context.rateLimit, performance.now());
  }

  /** Made when first wanted: a connection that only waits holds none. */
  get presenceEntry(): string {
    const { peerId, peerMetadata: metadata } = this.identity;
    return (this.#presenceEntry ??= presenceEntry({ peerId, ...(metadata ? { metadata } : {}) }));
  }

  /** The peer's peerMetadata as JSON, ready to be stamped on what it sends. */
  get peerMetadataJson(): string | undefined {
    const { peerMetadata } = this.identity;
    return peerMetadata && (this.#peerMetadataJson ??= JSON.stringify(peerMetadata));
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Welcomes the client, with what is for this peer alone, and starts listening. */
  start(metadata: Metadata | undefined): void {
    const { peerId, expiresAt } = this.identity;
    const socket = this.#socket;
    (socket as OwnedSocket)[OWNER] = this;
    socket.on('message', Connection.#onMessage);
    socket.on('ping', Connection.#onPing);
    socket.on('pong', Connection.#onPong);
    socket.on('error', Connection.#onError);
    socket.on('close', Connection.#onClose);
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

  /** Whether the credential admits the channel. Remembered, because the same few channels come again. */
  admits(channel: string): boolean {
    const known = this.#admitted?.get(channel);
    if (known !== undefined) return known;
    const { channels, bounds } = this.identity;
    const admitted =
      matchesAnyPattern(channels, channel) && (bounds === undefined || matchesAnyPattern(bounds, channel));
    if (!this.#admitted || this.#admitted.size >= MAX_CHANNELS_PER_CONNECTION) this.#admitted = new Map();
    this.#admitted.set(channel, admitted);
    return admitted;
  }

  /** Sends one frame; false if the client is gone or reads too slowly to be worth it. */
  send(frame: string | Buffer): boolean {
    // A client that has begun to close reads nothing more, some time before the socket is gone.
    if (this.#gone || this.#overflowed || this.#socket.readyState !== this.#socket.OPEN) return false;
    if (this.#isFull()) return false;
    const { stats, writes } = this.#context;
    stats.framesOut += 1;
    writes.add(this.#stream);
    this.#socket.send(frame, TEXT);
    return true;
  }

  /** The good answer to a request; nothing if it has no id. */
  ack(requestId: string | undefined): void {
    if (requestId !== undefined) this.send(ackFrame(requestId));
  }

  /** The bad answer to a frame. `message` is ours: it never repeats what came in. */
  refuse(code: ErrorCode, message: string, requestId: string | undefined): void {
    count(this.#context.stats.errors, code);
    this.#context.logger.debug('a frame was refused', { code });
    this.send(errorFrame(code, message, requestId));
  }

  /** Says when to come back, then closes with 1001. */
  goAway(retryAfterMs: number): void {
    this.send(goingAwayFrame(retryAfterMs));
    this.close(WsCloseCode.GoingAway);
  }

  close(code: WsCloseCode): void {
    if (this.#gone) return;
    this.#note(code);
    this.#end(code);
    this.#socket.close(code, closeCodeName(code));
  }

  /** Asks whether the client is there; whoever did not answer the last time is let go. */
  beat(): void {
    // No answer can be read while a frame is being handled; that takes no longer than the backplane's patience.
    if (this.#gone || this.#busy) return;
    const excused = this.#unheard;
    this.#unheard = false;
    if (this.#answeredPing) {
      this.#answeredPing = false;
      this.#socket.ping();
    } else if (!excused) {
      this.#note(ABNORMAL_CLOSURE);
      this.#socket.terminate();
    }
  }

  static readonly #onMessage = function (this: WebSocket, data: RawData, isBinary: boolean): void {
    ownerOf(this).#handleMessage(data, isBinary);
  };

  static readonly #onPing = function (this: WebSocket, data: Buffer): void {
    const owner = ownerOf(this);
    if (owner.#takeOne() && !owner.#isFull()) this.pong(data);
  };

  static readonly #onPong = function (this: WebSocket): void {
    const owner = ownerOf(this);
    // The one that was asked for is free: a client at its limit has to answer, too.
    if (owner.#answeredPing) owner.#takeOne();
    else owner.#answeredPing = true;
  };

  /** ws closes by itself where a frame is too long or not valid, and says so here. */
  static readonly #onError = function (this: WebSocket, error: Error): void {
    const owner = ownerOf(this);
    if (!owner.#gone) owner.#note(closeCodeOf(error));
    owner.#end();
  };

  static readonly #onClose = function (this: WebSocket): void {
    ownerOf(this).#end();
  };

  #note(code: number): void {
    this.#context.logger.info('closing a connection', { code, peerId: this.peerId });
    count(this.#context.stats.closes, code);
  }

  #end(code?: WsCloseCode): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#expiryTimer);
    // A paused socket would never read the client's own close frame.
    if (this.#busy) this.#socket.resume();
    this.#waiting = undefined;
    this.#context.onGone(this, code);
  }

  /** Counts a frame of any kind against the rate; false if the connection is over or now over its rate. */
  #takeOne(): boolean {
    if (this.#gone || this.#overflowed) return false;
    if (this.#rate.take(performance.now())) return true;
    this.close(WsCloseCode.OverMessageRate);
    return false;
  }

  /** True if the client reads too slowly to be worth it; then it is cut. */
  #isFull(): boolean {
    if (this.#socket.bufferedAmount <= this.#context.limits.maxBufferedBytes) return false;
    this.#overflowed = true;
    // Later, because the caller is in the middle of a fan-out: a departure now would overtake it.
    queueMicrotask(() => this.close(WsCloseCode.PolicyViolation));
    return true;
  }

  #handleMessage(data: RawData, isBinary: boolean): void {
    if (!this.#takeOne()) return;
    this.#context.stats.framesIn += 1;
    if (isBinary) return this.refuse('malformed_message', 'Frames are text.', undefined);
    // With the default binaryType a text message arrives as one Buffer.
    const parsed = parseClientFrame((data as Buffer).toString('utf8'));
    if (!parsed.ok) return this.refuse(parsed.code, parsed.message, parsed.requestId);
    if (this.#busy) (this.#waiting ??= []).push(parsed.frame);
    else this.#handleFrame(parsed.frame);
  }

  #handleFrame(frame: ClientFrame): void {
    try {
      const busy = this.#context.onFrame(this, frame);
      if (!busy) return;
      this.#busy = true;
      this.#unheard = true;
      this.#socket.pause();
      busy.catch((error: unknown) => this.#handleFailure(frame, error)).finally(() => this.#goOn());
    } catch (error) {
      this.#handleFailure(frame, error);
    }
  }

  #goOn(): void {
    this.#busy = false;
    while (!this.#busy && !this.#gone) {
      const next = this.#waiting?.shift();
      if (!next) return this.#socket.resume();
      this.#handleFrame(next);
    }
  }

  #handleFailure(frame: ClientFrame, error: unknown): void {
    this.#context.logger.error('a frame could not be handled', { error: scrubbedError(error).message });
    const requestId = 'requestId' in frame ? frame.requestId : undefined;
    this.refuse('internal_error', 'The server failed to handle the frame.', requestId);
  }

  #armExpiry(): void {
    const { expiresAt } = this.identity;
    if (expiresAt === null || this.#gone) return;
    const remainingMs = expiresAt * 1000 - EXPIRY_MARGIN_MS - Date.now();
    if (remainingMs <= 0) return this.close(WsCloseCode.TokenExpired);
    this.#expiryTimer = setTimeout(() => this.#armExpiry(), Math.min(remainingMs, MAX_TIMER_MS));
  }
}

const TEXT = { binary: false };
