import type { MeteredPeer, RemotePeer } from '../core/index.ts';
import type { NetworkMeter, NetworkReading } from './network-meter.ts';
import { lostPaths } from './recovery.ts';
import type { Recovery } from './recovery.ts';
import { RemoteView } from './remote-view.ts';
import type { Participant } from './snapshot.ts';
import type { SpeakingMeter } from './speaking.ts';

export interface OthersEvents {
  readonly changed: () => void;
  joined(participant: Participant, remote: RemotePeer): void;
  left(participant: Participant): void;
  guestName(number: number): string;
}

const NOTHING: ReadonlyMap<string, NetworkReading> = new Map();
const NOBODY: ReadonlySet<string> = new Set();

/** Everyone else in the call: who they are, who speaks, and how well they are reached. */
export class Others {
  readonly #events: OthersEvents;
  readonly #views = new Map<string, RemoteView>();
  readonly #remotes = (): RemotePeer[] => [...this.#views.values()].map((view) => view.remote);
  #network: NetworkMeter | null = null;
  #voices: SpeakingMeter | null = null;
  #peer: MeteredPeer | null = null;
  #guests = 0;

  constructor(events: OthersEvents) {
    this.#events = events;
  }

  attach(peer: MeteredPeer): void {
    this.#peer = peer;
    peer.on('peer-joined', ({ peer: remote }) => this.#peer === peer && this.#add(remote));
    peer.on('peer-left', ({ peer: remote }) => this.#peer === peer && this.#remove(remote));
  }

  start(): void {
    void this.#measure();
  }

  close(): void {
    this.#peer = null;
    this.#network?.stop();
    this.#voices?.stop();
    this.#network = this.#voices = null;
    for (const view of this.#views.values()) view.close();
    this.#views.clear();
    this.#guests = 0;
  }

  get speaking(): ReadonlySet<string> {
    return this.#voices?.speaking ?? NOBODY;
  }

  /** Who spoke last. */
  get activeSpeaker(): string | null {
    return this.#voices?.active ?? null;
  }

  get network(): ReadonlyMap<string, NetworkReading> {
    return this.#network?.readings ?? NOTHING;
  }

  participants(): Participant[] {
    return [...this.#views.values()].map((view) => view.participant());
  }

  /** Whose path is lost, and how far the search for another one has come; null while nobody's is. */
  lostPaths(): Recovery | null {
    return lostPaths(
      [...this.#views.values()].flatMap((view) =>
        view.recovery ? [{ name: view.participant().name, recovery: view.recovery }] : [],
      ),
    );
  }

  nameOf(peerId: string): string {
    return this.#views.get(peerId)?.participant().name ?? '';
  }

  /** Who can read what is written here, by id. */
  readers(): string[] {
    return this.participants().flatMap(({ id, canChat }) => (canChat ? id : []));
  }

  /** Says how large a picture is shown here, in device pixels, so that no more of it needs to be sent. */
  requestVideo(peerId: string, request: Parameters<RemotePeer['requestVideo']>[0]): void {
    this.#views.get(peerId)?.remote.requestVideo(request);
  }

  /** The meters come after the call has begun; without them neither quality nor voices are shown. */
  async #measure(): Promise<void> {
    const peer = this.#peer;
    const found = await import('./meters.ts').catch(() => null);
    if (!found || !peer || peer !== this.#peer) return;
    this.#network = new found.NetworkMeter(this.#remotes, this.#events.changed);
    this.#network.start();
    this.#voices = new found.SpeakingMeter(this.#remotes, () => {
      peer.setActiveSpeaker(this.activeSpeaker);
      this.#events.changed();
    });
    this.#voices.start();
  }

  #add(remote: RemotePeer): void {
    if (this.#views.has(remote.id)) return;
    let number = 0;
    const guestName = (): string => this.#events.guestName((number ||= ++this.#guests));
    const view = new RemoteView(remote, guestName, this.#events.changed);
    this.#views.set(remote.id, view);
    this.#events.changed();
    this.#events.joined(view.participant(), remote);
  }

  #remove(remote: RemotePeer): void {
    const view = this.#views.get(remote.id);
    if (!view) return;
    const participant = view.participant();
    this.#views.delete(remote.id);
    view.close();
    this.#events.changed();
    this.#events.left(participant);
  }
}
