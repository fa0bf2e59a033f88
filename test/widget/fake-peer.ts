import type { MeteredPeer, MeteredPeerOptions, RemotePeer, SendBlobOptions } from '../../core/index.ts';
import { EventEmitter } from '../../core/util/emitter.ts';

/** Stands in for the engine: does nothing by itself, and remembers what it was told. */
export class FakePeer extends EventEmitter<Record<string, unknown>> {
  readonly options: MeteredPeerOptions;
  readonly tracks = new Set<MediaStreamTrack>();
  readonly remotePeers: RemotePeer[] = [];
  readonly peerId = 'me';
  channel: string | null = null;
  state = 'idle';
  health: unknown = null;
  closedBecause: string | undefined;
  onJoin: () => Promise<void> = () => Promise.resolve();

  constructor(options: MeteredPeerOptions) {
    super();
    this.options = options;
  }

  addTrack(track: MediaStreamTrack): void {
    this.tracks.add(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.tracks.delete(track);
  }

  readonly sent: unknown[] = [];
  activeSpeaker: string | null = null;

  replaceTrack(old: MediaStreamTrack, next: MediaStreamTrack): Promise<void> {
    this.tracks.delete(old);
    this.tracks.add(next);
    return Promise.resolve();
  }

  sendTo(peerId: string, data: unknown): Promise<void> {
    this.sent.push({ peerId, data });
    return Promise.resolve();
  }

  /** How sending a file goes; it waits unless a test says. */
  onBlob: (signal: AbortSignal | undefined) => Promise<string[]> = () => new Promise(() => undefined);

  sendBlob(_to: string, _blob: Blob, { signal }: SendBlobOptions = {}): Promise<string[]> {
    return this.onBlob(signal);
  }

  setActiveSpeaker(peerId: string | null): void {
    this.activeSpeaker = peerId;
  }

  setHealth(health: unknown): void {
    this.health = health;
  }

  async join(channel: string): Promise<void> {
    this.state = 'joining';
    await this.onJoin();
    this.channel = channel;
    this.move('joined');
  }

  move(to: string): void {
    const from = this.state;
    this.state = to;
    this.emit('state-change', { from, to });
  }

  close(reason?: string): Promise<void> {
    this.closedBecause = reason;
    this.state = 'closed';
    return Promise.resolve();
  }

  welcome(id: string, more: object = {}): FakeRemote {
    const remote = new FakeRemote(id, more);
    this.remotePeers.push(remote as unknown as RemotePeer);
    this.emit('peer-joined', { peer: remote });
    return remote;
  }

  asPeer(): MeteredPeer {
    return this as unknown as MeteredPeer;
  }
}

export class FakeRemote extends EventEmitter<Record<string, unknown>> {
  readonly id: string;
  readonly state = 'connected';
  readonly metadata: unknown = undefined;
  readonly pc = { getStats: () => Promise.resolve(new Map()) };
  hello: unknown = null;
  health: unknown = null;
  readonly wants: unknown[] = [];

  requestVideo(request: unknown): void {
    this.wants.push(request);
  }

  constructor(id: string, more: object) {
    super();
    this.id = id;
    Object.assign(this, more);
  }
}
