import { MAX_CONFIGURATIONS, MAX_CONNECTION_EVENTS, MAX_SDP_KEPT } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import { candidateTrace, cleanError, cleanIceServer, cleanSdp, cleanText, sessionId } from './clean.ts';
import type { Scope } from './scope.ts';
import { standingOfConnection } from './standing.ts';
import { StatsStore } from './stats-store.ts';
import type { ConfigurationTrace, ConnectionEvent, ConnectionTrace } from './trace.ts';
import type { Tracks } from './tracks.ts';

type Unstamped<E> = E extends unknown ? Omit<E, 'at'> : never;

/** What one RTCPeerConnection did. Told by its events, by hooks around its methods, and by a look once a second. */
export class Connection {
  readonly id: string;
  readonly createdAt: number;
  /** Named by an engine of ours. */
  peer: string | undefined;
  /** Ids of the SDP sessions at both ends, by which frames of our protocol name the peer. */
  readonly sessions = new Set<string>();
  readonly stats: StatsStore;
  closedAt: number | undefined;
  /** Let go when it is closed, so that recording keeps no connection alive. */
  #connection: RTCPeerConnection | undefined;
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #log: BoundedList<ConnectionEvent>;
  readonly #configurations: BoundedList<ConfigurationTrace>;
  readonly #senders = new Map<RTCRtpSender, { id: string; track: string | null; mid: string | null }>();
  readonly #unlisten: (() => void)[] = [];
  #sampling = false;

  constructor(scope: Scope, tracks: Tracks, connection: RTCPeerConnection, configuration: unknown) {
    this.#scope = scope;
    this.#tracks = tracks;
    this.#connection = connection;
    this.id = scope.nextId('c');
    this.createdAt = scope.now();
    this.stats = new StatsStore(scope.drop);
    this.#log = new BoundedList(MAX_CONNECTION_EVENTS, scope.drop, standingOfConnection);
    this.#configurations = new BoundedList(MAX_CONFIGURATIONS, scope.drop);
    this.configured(configuration ?? {});
    this.#listen(connection);
  }

  configured(configuration: unknown): void {
    const { iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy } = configuration as RTCConfiguration;
    this.#configurations.push({
      at: this.#scope.now(),
      iceServers: Array.isArray(iceServers) ? iceServers.slice(0, 32).map(cleanIceServer) : [],
      iceTransportPolicy: iceTransportPolicy === 'relay' ? 'relay' : 'all',
      ...(bundlePolicy === undefined ? {} : { bundlePolicy: cleanText(bundlePolicy, 32) }),
      ...(rtcpMuxPolicy === undefined ? {} : { rtcpMuxPolicy: cleanText(rtcpMuxPolicy, 32) }),
    });
  }

  /** A description was applied, or refused with `error`; without `given` the browser made it itself. */
  described(end: 'local' | 'remote', given: unknown, error?: unknown): void {
    const current =
      end === 'local' ? this.#connection?.localDescription : this.#connection?.remoteDescription;
    const { type, sdp } = (given ?? (error === undefined ? current : undefined) ?? {}) as Record<
      string,
      unknown
    >;
    const text = typeof sdp === 'string' ? sdp : '';
    const session = sessionId(text);
    if (session !== undefined && error === undefined) this.sessions.add(session);
    this.note({
      type: 'description',
      end,
      kind: (cleanText(type, 16) || this.#nextKind()) as RTCSdpType,
      sdp: cleanSdp(text),
      ...(error === undefined ? {} : { error: cleanError(error) }),
    });
    this.#forgetOldSdp();
    this.checkSenders();
  }

  candidate(end: 'local' | 'remote', init: unknown, error?: unknown): void {
    this.note({
      type: 'candidate',
      end,
      candidate: candidateTrace(init ?? {}),
      ...(error === undefined ? {} : { error: cleanError(error) }),
    });
  }

  channel(channel: RTCDataChannel): void {
    const label = cleanText(channel.label, 64);
    const note = (): void => this.note({ type: 'data-channel', label, state: channel.readyState });
    note();
    this.#unlisten.push(this.#scope.on(channel, 'open', note), this.#scope.on(channel, 'close', note));
  }

  /** Says which sender has which track, where that has changed. */
  checkSenders(): void {
    const connection = this.#connection;
    if (!connection || typeof connection.getTransceivers !== 'function') return;
    for (const { sender, mid } of connection.getTransceivers()) {
      const before = this.#senders.get(sender);
      const track = sender.track ? this.#tracks.id(sender.track) : null;
      if (before ? before.track === track && (before.mid === mid || track === null) : track === null)
        continue;
      const id = before?.id ?? `s${this.#senders.size + 1}`;
      this.#senders.set(sender, { id, track, mid });
      this.note({ type: 'sender', sender: id, track, mid });
    }
  }

  /** The look once a second. One getStats() at a time: a browser that is slow is not asked again meanwhile. */
  sample(): void {
    const connection = this.#connection;
    if (!connection) return;
    if (connection.signalingState === 'closed') return this.closed();
    this.checkSenders();
    if (this.#sampling) return;
    this.#sampling = true;
    this.#scope.natives.getStats(connection).then(
      (report) => {
        this.#sampling = false;
        this.#scope.safely(() => this.stats.append(this.#scope.now(), report as Iterable<[string, object]>));
      },
      () => {
        this.#sampling = false;
      },
    );
  }

  closed(): void {
    if (this.closedAt !== undefined) return;
    this.closedAt = this.#scope.now();
    this.note({ type: 'closed' });
    this.stop();
  }

  stop(): void {
    this.#connection = undefined;
    this.#senders.clear();
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
  }

  note(event: Unstamped<ConnectionEvent>): void {
    this.#log.push({ at: this.#scope.now(), ...event });
    this.#scope.changed();
  }

  snapshot(peer: string | undefined, samples: number): ConnectionTrace {
    const named = this.peer ?? peer;
    return {
      id: this.id,
      createdAt: this.createdAt,
      ...(this.closedAt === undefined ? {} : { closedAt: this.closedAt }),
      ...(named === undefined ? {} : { peer: named }),
      configurations: [...this.#configurations.items],
      log: [...this.#log.items],
      samples: samples > 0 ? this.stats.samples().slice(-samples) : [],
    };
  }

  #listen(connection: RTCPeerConnection): void {
    const on = (type: string, work: (event: Event) => void): void =>
      void this.#unlisten.push(this.#scope.on(connection, type, work));
    on('signalingstatechange', () =>
      this.note({ type: 'signaling-state', state: connection.signalingState }),
    );
    on('iceconnectionstatechange', () =>
      this.note({ type: 'ice-state', state: connection.iceConnectionState }),
    );
    on('icegatheringstatechange', () =>
      this.note({ type: 'gathering-state', state: connection.iceGatheringState }),
    );
    on('connectionstatechange', () =>
      this.note({ type: 'connection-state', state: connection.connectionState }),
    );
    on('negotiationneeded', () => this.note({ type: 'negotiation-needed' }));
    on('icecandidate', (event) => this.candidate('local', (event as RTCPeerConnectionIceEvent).candidate));
    on('icecandidateerror', (event) => {
      const { url, errorCode, errorText } = event as RTCPeerConnectionIceErrorEvent;
      this.note({
        type: 'candidate-error',
        url: cleanText(url),
        code: errorCode,
        text: cleanText(errorText),
      });
    });
    on('datachannel', (event) => this.channel((event as RTCDataChannelEvent).channel));
    on('track', (event) => {
      const { track, transceiver, streams } = event as RTCTrackEvent;
      this.note({
        type: 'track',
        track: this.#tracks.id(track, 'remote', this.id),
        mid: transceiver.mid,
        streams: streams.map(({ id }) => cleanText(id)),
      });
    });
  }

  /** What a description without a type must have been. */
  #nextKind(): RTCSdpType {
    return this.#connection?.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
  }

  #forgetOldSdp(): void {
    const { items } = this.#log;
    let kept = 0;
    for (let i = items.length - 1; i >= 0; i -= 1) {
      const event = items[i];
      if (event?.type !== 'description' || event.sdp === '' || ++kept <= MAX_SDP_KEPT) continue;
      items[i] = { ...event, sdp: '' };
    }
  }
}
