import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import { iceServersFrom } from '../protocol/ice-servers.ts';
import { DEFAULT_ORIGIN, MAX_MESSAGE_SIZE } from '../protocol/limits.ts';
import { isChannelName, isPeerId } from '../protocol/names.ts';
import { ASYNC_DISPOSE } from '../util/async-dispose.ts';
import { EventEmitter } from '../util/emitter.ts';
import type { Handler, ListenOptions } from '../util/emitter.ts';
import { codedError, namedError } from '../util/errors.ts';
import { NoopLogger } from '../util/log.ts';
import type { Logger } from '../util/log.ts';
import { scrub, scrubbedError } from '../util/scrub.ts';
import { utf8ByteLength } from '../util/utf8.ts';
import { CredentialSource } from './credentials.ts';
import type { Credential } from './credentials.ts';
import { OversizedPayloadError, SignallingConnectError } from './errors.ts';
import { connectUrl, signallingOrigin } from './origin.ts';
import type { Lookout } from './reachable.ts';
import { nextReconnectDelay, reconnectOptions } from './reconnect-policy.ts';
import type { ReconnectOptions } from './reconnect-policy.ts';
import { RequestTracker } from './request-tracker.ts';
import { SocketSession } from './socket-session.ts';
import { Subscriptions } from './subscriptions.ts';
import type { SubscribeOptions } from './subscriptions.ts';
import type {
  PublishOptions,
  SendOptions,
  SignallingClientEventMap,
  SignallingClientOptions,
  SignallingClientState,
  WebSocketLike,
} from './types.ts';

const WELCOME_TIMEOUT_MS = 10_000;
/** A reconnect is given less than a first connect: on a path that has changed the next attempt is better. */
const RECONNECT_WELCOME_TIMEOUT_MS = 5_000;
/** And less still where attempts follow each other quickly: what hangs in a dead path blocks the next one. */
const CUT_OFF_WELCOME_TIMEOUT_MS = 3_500;
const PROBE_TIMEOUT_MS = 2_000;
const PROVIDER_FAILURES_REPORTED = 3;

interface Attempt {
  readonly session: SocketSession;
  /** Settles connect(); undefined once it has been settled. */
  welcome:
    { resolve: () => void; reject: (err: Error) => void; timer: ReturnType<typeof setTimeout> } | undefined;
}

/** A client of the signalling service: one WebSocket, kept alive, with acknowledged requests. */
export class SignallingClient {
  readonly #credentials: CredentialSource;
  readonly #origin: string;
  readonly #reconnect: Required<ReconnectOptions> | null;
  readonly #inactivityTimeoutMs: number;
  readonly #autoResubscribe: boolean;
  readonly #createSocket: (url: string) => WebSocketLike;
  readonly #platform: boolean;
  readonly #logger: Logger;
  readonly #events: EventEmitter<SignallingClientEventMap>;
  readonly #requests = new RequestTracker();
  readonly #subscriptions: Subscriptions;

  #state: SignallingClientState = 'idle';
  #attempt: Attempt | null = null;
  /** Grows with every connect and close: whoever awaits compares, and stands aside if it has moved on. */
  #epoch = 0;
  #explicitlyClosed = false;
  #everConnected = false;
  #failedAttempts = 0;
  #providerFailures = 0;
  #retryAfterMs: number | null = null;
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #maxMessageSize = MAX_MESSAGE_SIZE;
  #cutOff: () => boolean = () => false;
  #lookout: Lookout | undefined;

  /** @throws TypeError for options that cannot work; an Error with code `websocket_unavailable`. */
  constructor(opts: SignallingClientOptions) {
    const tokenTimeout = opts.tokenProviderTimeoutMs ?? 10_000;
    if (typeof tokenTimeout !== 'number' || !Number.isFinite(tokenTimeout) || tokenTimeout <= 0) {
      throw new TypeError('tokenProviderTimeoutMs must be a finite number above 0');
    }
    this.#inactivityTimeoutMs = opts.inactivityTimeoutMs ?? 60_000;
    if (typeof this.#inactivityTimeoutMs !== 'number' || Number.isNaN(this.#inactivityTimeoutMs)) {
      throw new TypeError('inactivityTimeoutMs must be a number (0 turns the watchdog off)');
    }
    this.#credentials = new CredentialSource(opts.apiKey, opts.tokenProvider, tokenTimeout);
    this.#origin = signallingOrigin(opts.url ?? DEFAULT_ORIGIN);
    this.#reconnect = reconnectOptions(opts.reconnect);
    this.#autoResubscribe = opts.autoResubscribe !== false;
    this.#createSocket = opts.webSocketFactory ?? platformSocket();
    this.#platform = !opts.webSocketFactory;
    const logger = opts.logger ?? NoopLogger;
    this.#logger = logger;
    this.#events = new EventEmitter({
      onListenerError: (err, event) => logger.error('a listener threw', { event, error: scrub(String(err)) }),
    });
    this.#subscriptions = new Subscriptions(
      (channel, options) => this.#sendSubscribe(channel, options),
      (channel) => this.#events.emit('resubscribed', { channel }),
      logger,
    );
  }

  get state(): SignallingClientState {
    return this.#state;
  }

  /**
   * Resolves with the welcome.
   * @throws SignallingConnectError when the server closed first; the token provider's error; an Error with code
   * `invalid_state` unless idle or closed.
   */
  async connect(): Promise<void> {
    if (this.#state !== 'idle' && this.#state !== 'closed') {
      throw codedError('invalid_state', `connect() is not possible in state '${this.#state}'`);
    }
    this.#explicitlyClosed = false;
    this.#everConnected = false;
    this.#failedAttempts = 0;
    return this.#open();
  }

  /** Ends the connection for good; resolves when the socket is closed, after 1 s at the latest. */
  async close(code = 1000, reason = 'client requested close'): Promise<void> {
    this.#explicitlyClosed = true;
    this.#epoch += 1;
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = undefined;
    this.#subscriptions.cancelRetries();
    const attempt = this.#attempt;
    if (!attempt || this.#state === 'closed') {
      this.#transition('closed');
      return;
    }
    const closed = attempt.session.close(code, reason);
    this.#transition('closed');
    await closed;
  }

  async [ASYNC_DISPOSE](): Promise<void> {
    await this.close();
  }

  /** Resolves with the server's ack. Idempotent; the last options win. */
  async subscribe(channel: string, opts: SubscribeOptions = {}): Promise<void> {
    assertChannel(channel);
    const known = this.#subscriptions.has(channel);
    this.#subscriptions.remember(channel, opts);
    try {
      await this.#sendSubscribe(channel, opts);
    } catch (err) {
      if (!known && err instanceof Error && err.name === 'NotConnectedError')
        this.#subscriptions.forget(channel);
      throw err;
    }
  }

  async unsubscribe(channel: string): Promise<void> {
    assertChannel(channel);
    this.#subscriptions.forget(channel);
    return this.#request((requestId) => ({ type: 'unsubscribe', channel, requestId }));
  }

  /** Broadcasts `data` (any JSON value) to the channel's other subscribers. */
  async publish(channel: string, data: unknown, _opts?: PublishOptions): Promise<void> {
    assertChannel(channel);
    this.#assertSize(data);
    return this.#request((requestId) => ({ type: 'publish', channel, data, requestId }));
  }

  /** Sends `data` (any JSON value) to one peer. */
  async send(toPeerId: string, data: unknown, _opts?: SendOptions): Promise<void> {
    if (!isPeerId(toPeerId)) throw new TypeError('the peer id must be 1 to 128 printable ASCII characters');
    this.#assertSize(data);
    return this.#request((requestId) => ({ type: 'send', to: toPeerId, data, requestId }));
  }

  /** There is a sign that the server can be reached: a waiting reconnect is made at once, others follow soon. */
  wake(): void {
    if (this.#reconnectTimer === undefined) {
      this.probe();
      return;
    }
    this.#failedAttempts = 1;
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = undefined;
    this.#attemptReconnect();
  }

  /** The path may be dead: asks the server for a sign of life and replaces the socket if none comes. */
  probe(): void {
    if (this.#state === 'connected') this.#attempt?.session.probe(PROBE_TIMEOUT_MS);
  }

  /**
   * `cutOff` says whether everything else that uses the network is lost too: attempts hurry then. The lookout spares
   * attempts that would come to nothing.
   */
  inOutages(cutOff: () => boolean, lookout: Lookout): void {
    this.#cutOff = cutOff;
    this.#lookout = lookout;
  }

  on<K extends keyof SignallingClientEventMap>(
    event: K,
    handler: Handler<SignallingClientEventMap[K]>,
    options?: ListenOptions,
  ): this {
    this.#events.on(event, handler, options);
    return this;
  }

  off<K extends keyof SignallingClientEventMap>(
    event: K,
    handler: Handler<SignallingClientEventMap[K]>,
  ): this {
    this.#events.off(event, handler);
    return this;
  }

  once<K extends keyof SignallingClientEventMap>(
    event: K,
    handler: Handler<SignallingClientEventMap[K]>,
    options?: ListenOptions,
  ): this {
    this.#events.once(event, handler, options);
    return this;
  }

  toJSON(): { state: SignallingClientState } {
    return { state: this.#state };
  }

  async #open(): Promise<void> {
    const epoch = ++this.#epoch;
    this.#transition(this.#failedAttempts > 0 ? 'reconnecting' : 'connecting');
    const credential = this.#credentials.key ?? (await this.#freshToken(epoch));
    if (credential === null) return;
    if (epoch !== this.#epoch) throw namedError('SupersededError', 'A newer connect() or close() took over.');
    return this.#openSocket(credential);
  }

  /** Null when the provider failed and another attempt is on its way. */
  async #freshToken(epoch: number): Promise<Credential | null> {
    try {
      const credential = await this.#credentials.token();
      this.#providerFailures = 0;
      return credential;
    } catch (thrown) {
      const err = scrubbedError(thrown);
      if (epoch !== this.#epoch) throw err;
      this.#providerFailures += 1;
      this.#logger.warn('the token provider failed', {
        error: err.name,
        consecutive: this.#providerFailures,
      });
      if (this.#providerFailures >= PROVIDER_FAILURES_REPORTED) {
        this.#events.emit('token-provider-error', { consecutiveFailures: this.#providerFailures, err });
      }
      if (this.#scheduleReconnect(null)) return null;
      this.#transition('closed');
      throw err;
    }
  }

  #openSocket(credential: Credential): Promise<void> {
    return new Promise((resolve, reject) => {
      let socket: WebSocketLike;
      try {
        socket = this.#createSocket(connectUrl(this.#origin, credential));
      } catch (err) {
        // A page's Content-Security-Policy makes the constructor throw in some browsers.
        reject(scrubbedError(err));
        this.#closed(1006, 'the socket could not be made');
        return;
      }
      const events = {
        frame: (frame: ServerFrame) => this.#handle(attempt, frame),
        closed: (code: number, reason: string) => {
          if (this.#attempt === attempt) this.#closed(code, reason);
        },
      };
      const welcomeTimeoutMs = this.#welcomeTimeoutMs();
      const session = new SocketSession(socket, this.#inactivityTimeoutMs, events, this.#logger);
      const timer = setTimeout(() => {
        attempt.welcome = undefined;
        reject(namedError('WelcomeTimeoutError', `No welcome within ${welcomeTimeoutMs} ms.`));
        // Where not even the close handshake gets through, the attempt is over all the same.
        void session.close(4000, 'welcome timeout').then(() => events.closed(4000, 'welcome timeout'));
      }, welcomeTimeoutMs);
      const attempt: Attempt = { session, welcome: { resolve, reject, timer } };
      this.#attempt = attempt;
    });
  }

  #welcomeTimeoutMs(): number {
    if (!this.#everConnected) return WELCOME_TIMEOUT_MS;
    return this.#cutOff() ? CUT_OFF_WELCOME_TIMEOUT_MS : RECONNECT_WELCOME_TIMEOUT_MS;
  }

  #handle(attempt: Attempt, frame: ServerFrame): void {
    if (this.#attempt !== attempt) return;
    switch (frame.type) {
      case 'welcome':
        return this.#welcomed(attempt, frame);
      case 'ack':
        return this.#requests.acknowledge(frame.requestId);
      case 'error': {
        const { type: _type, ...error } = frame;
        if (error.requestId && this.#requests.refuse(error.requestId, error.code, error.message)) return;
        // An older server does not know our ping; that is no error of the application's.
        if (error.code === 'unknown_type' && !error.requestId) return;
        this.#events.emit('server-error', error);
        return;
      }
      case 'message': {
        const { type: _type, ...message } = frame;
        this.#events.emit('message', message);
        return;
      }
      case 'direct': {
        const { type: _type, ...direct } = frame;
        this.#events.emit('direct', direct);
        return;
      }
      case 'presence': {
        const { type: _type, ...presence } = frame;
        this.#events.emit('presence', presence);
        return;
      }
      case 'going_away':
        this.#retryAfterMs = frame.retryAfterMs;
        this.#events.emit('going-away', { retryAfterMs: frame.retryAfterMs });
        return;
      case 'pong':
        return;
    }
  }

  #welcomed(attempt: Attempt, frame: Extract<ServerFrame, { type: 'welcome' }>): void {
    const welcome = attempt.welcome;
    if (!welcome || this.#explicitlyClosed) {
      this.#logger.warn('dropped an unexpected welcome');
      return;
    }
    attempt.welcome = undefined;
    clearTimeout(welcome.timer);
    const { serverTime, expiresAt } = frame;
    this.#credentials.tell((feedback) => feedback.welcomed({ serverTime, expiresAt }));
    const isReconnect = this.#everConnected;
    this.#everConnected = true;
    this.#failedAttempts = 0;
    this.#maxMessageSize = frame.maxMessageSize;
    this.#transition('connected');
    welcome.resolve();
    const iceServers = iceServersFrom(frame.metadata);
    this.#events.emit('connected', {
      peerId: frame.peerId,
      serverTime: frame.serverTime,
      expiresAt: frame.expiresAt,
      isReconnect,
      maxMessageSize: frame.maxMessageSize,
      ...(iceServers ? { iceServers } : {}),
    });
    if (isReconnect && this.#autoResubscribe) this.#subscriptions.replayAll();
  }

  #closed(code: number, reason: string): void {
    this.#logger.info('the socket closed', { code });
    const wasKept = this.#credentials.tell((feedback) => feedback.closed(code)) === true;
    const attempt = this.#attempt;
    this.#attempt = null;
    this.#subscriptions.cancelRetries();
    const welcome = attempt?.welcome;
    if (welcome) {
      clearTimeout(welcome.timer);
      // Whoever called connect() cannot know that it was tried with a token from earlier.
      if (wasKept && !this.#everConnected && !this.#explicitlyClosed) {
        this.#open().then(welcome.resolve, welcome.reject);
        return;
      }
      welcome.reject(new SignallingConnectError(code, reason));
      attempt.welcome = undefined;
    }
    this.#requests.abandonAll(
      namedError('DisconnectedError', `The connection closed (code ${code}) before the server answered.`),
    );
    const willReconnect = this.#reconnectDelay(code) !== null;
    this.#events.emit('disconnected', { code, reason, willReconnect });
    // A listener may have called close() just now.
    if (!willReconnect || !this.#scheduleReconnect(code)) this.#transition('closed');
  }

  #reconnectDelay(closeCode: number | null): number | null {
    if (this.#explicitlyClosed || !this.#everConnected || this.#reconnect === null) return null;
    return nextReconnectDelay(this.#reconnect, {
      attempt: this.#failedAttempts + 1,
      closeCode,
      retryAfterMs: this.#retryAfterMs,
      cutOff: this.#cutOff(),
      random: Math.random(),
    });
  }

  #scheduleReconnect(closeCode: number | null): boolean {
    const delayMs = this.#reconnectDelay(closeCode);
    if (delayMs === null) return false;
    this.#failedAttempts += 1;
    this.#retryAfterMs = null;
    this.#transition('reconnecting');
    this.#logger.info('reconnecting', { attempt: this.#failedAttempts, delayMs, closeCode });
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = setTimeout(() => {
      this.#reconnectTimer = undefined;
      void this.#askThenAttempt();
    }, delayMs);
    return true;
  }

  async #askThenAttempt(): Promise<void> {
    if (!this.#platform || !this.#lookout) return this.#attemptReconnect();
    const epoch = ++this.#epoch;
    const may = await this.#lookout.mayAttempt(this.#origin, this.#failedAttempts, this.#cutOff());
    if (epoch !== this.#epoch) return;
    if (may) this.#attemptReconnect();
    else if (!this.#scheduleReconnect(null)) this.#transition('closed');
  }

  #attemptReconnect(): void {
    this.#open().catch((err: unknown) => {
      this.#logger.warn('a reconnect attempt failed', { error: err instanceof Error ? err.name : 'Error' });
    });
  }

  #sendSubscribe(channel: string, options: SubscribeOptions): Promise<void> {
    const include = options.includeSenderMetadata ? { includeSenderMetadata: true } : {};
    return this.#request((requestId) => ({ type: 'subscribe', channel, ...include, requestId }));
  }

  #request(frame: (requestId: string) => ClientFrame): Promise<void> {
    const attempt = this.#attempt;
    if (this.#state !== 'connected' || !attempt) {
      return Promise.reject(namedError('NotConnectedError', `Not connected (state '${this.#state}').`));
    }
    const { requestId, answered } = this.#requests.open();
    try {
      attempt.session.send(frame(requestId));
    } catch (err) {
      this.#requests.abandon(requestId, scrubbedError(err));
    }
    return answered;
  }

  #assertSize(data: unknown): void {
    const json = JSON.stringify(data) as string | undefined;
    if (json === undefined) throw new TypeError('the payload must be a JSON value');
    const size = utf8ByteLength(json);
    if (size > this.#maxMessageSize) throw new OversizedPayloadError(size, this.#maxMessageSize);
  }

  #transition(to: SignallingClientState): void {
    const from = this.#state;
    if (from === to) return;
    this.#state = to;
    this.#events.emit('state-change', { from, to });
  }
}

function platformSocket(): (url: string) => WebSocketLike {
  const Socket = globalThis.WebSocket as typeof WebSocket | undefined;
  if (!Socket) throw codedError('websocket_unavailable', 'no global WebSocket: pass webSocketFactory');
  return (url) => new Socket(url);
}

function assertChannel(channel: unknown): asserts channel is string {
  if (!isChannelName(channel)) {
    throw new TypeError('the channel name must be 1 to 256 characters without control characters');
  }
}
