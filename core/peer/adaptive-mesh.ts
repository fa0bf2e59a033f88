import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';
import type { AdaptiveMeshOptions } from './adaptive-mesh-options.ts';
import type { LocalTracks } from './local-tracks.ts';
import type { PeerLink } from './peer-link.ts';
import { shareUplink } from './uplink-policy.ts';
import type { VideoDemand } from './uplink-policy.ts';
import { applyShare, setByApp } from './video-encoding.ts';
import type { VideoWants } from './video-wants.ts';

interface Receiver {
  readonly peerId: string;
  readonly link: PeerLink;
  camera: VideoWants | null;
  screen: VideoWants | null;
}

/** Milliseconds in which changes gather before the shares are worked out anew. */
const GATHER_MS = 50;
/** Milliseconds that all senders together are given to take their settings. */
const APPLY_TIMEOUT_MS = 1_000;
/** The part of the budget that is not packet heads and repeats. */
const PAYLOAD = 0.9;
/** What is assumed of a video that does not say its size. */
const USUAL = { width: 1_280, height: 720, frameRate: 30 };

/** Keeps what is sent to all peers within one uplink. */
export class AdaptiveMesh {
  readonly #tracks: LocalTracks;
  readonly #localId: () => string | null;
  readonly #logger: Logger;
  readonly #uplinkKbps: number;
  readonly #audioKbps: number;
  readonly #receivers = new Set<Receiver>();
  #speaker: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #applying = false;

  constructor(
    { uplinkKbps, audioKbps }: Required<AdaptiveMeshOptions>,
    tracks: LocalTracks,
    localId: () => string | null,
    logger: Logger,
  ) {
    this.#uplinkKbps = uplinkKbps;
    this.#audioKbps = audioKbps;
    this.#tracks = tracks;
    this.#localId = localId;
    this.#logger = logger;
  }

  /** A peer has come; it goes when its link closes. */
  add(peerId: string, link: PeerLink): void {
    const receiver: Receiver = { peerId, link, camera: null, screen: null };
    this.#receivers.add(receiver);
    link
      .on('side', ({ message }) => {
        if (message.t !== 'wants') return;
        receiver[message.screen ? 'screen' : 'camera'] = message;
        this.changed();
      })
      .on('side-closed', () => {
        receiver.camera = receiver.screen = null;
        this.changed();
      })
      .on('state-change', ({ to }) => {
        if (to === 'closed') this.#receivers.delete(receiver);
        this.changed();
      });
  }

  setActiveSpeaker(peerId: string | null): void {
    if (this.#speaker === peerId) return;
    this.#speaker = peerId;
    this.changed();
  }

  /** Tracks, peers or wishes have changed. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#apply();
    }, GATHER_MS);
  }

  async #apply(): Promise<void> {
    // A sender that is being set does not say what it was set to last.
    if (this.#applying) return this.changed();
    this.#applying = true;
    try {
      let audioKbps = 0;
      let takenKbps = 0;
      const mine: { sender: RTCRtpSender; demand: VideoDemand }[] = [];
      for (const [receiver, sender, track] of this.#sending()) {
        if (track.kind === 'audio') audioKbps += this.#audioKbps;
        else if (setByApp(sender)) takenKbps += sender.getParameters().encodings.reduce(activeKbps, 0);
        else mine.push({ sender, demand: this.#demand(receiver, track) });
      }
      const shares = shareUplink(
        mine.map(({ demand }) => demand),
        {
          videoKbps: this.#uplinkKbps * PAYLOAD - audioKbps - takenKbps,
          speaking: this.#speaker !== null && this.#speaker === this.#localId(),
        },
      );
      const settings = mine.flatMap(({ sender }, at) => (shares[at] ? [applyShare(sender, shares[at])] : []));
      for (const outcome of await inTime(Promise.allSettled(settings))) {
        // Its connection closed, or is being negotiated: the next change tries again.
        if (outcome.status === 'rejected')
          this.#logger.debug('an encoding was not set', { error: scrubbedError(outcome.reason).message });
      }
    } finally {
      this.#applying = false;
    }
  }

  /** Everything of ours that is sent, and to whom. Senders that the application made are not among it. */
  *#sending(): Generator<[Receiver, RTCRtpSender, MediaStreamTrack]> {
    for (const receiver of this.#receivers) {
      const { link } = receiver;
      if (!link.started || link.connectionState === 'failed') continue;
      for (const sender of link.connection.getSenders()) {
        const { track } = sender;
        if (track && this.#tracks.get(track)) yield [receiver, sender, track];
      }
    }
  }

  #demand(receiver: Receiver, track: MediaStreamTrack): VideoDemand {
    const screen = this.#tracks.get(track)?.metadata?.['role'] === 'screen';
    const wants = receiver[screen ? 'screen' : 'camera'];
    const { width, height, frameRate } = { ...USUAL, ...track.getSettings() };
    return {
      tile: wants?.visible ? wants : null,
      visible: wants?.visible ?? true,
      source: { width, height, frameRate: frameRate || USUAL.frameRate },
      screen,
      toSpeaker: receiver.peerId === this.#speaker,
    };
  }
}

function activeKbps(sum: number, { active, maxBitrate }: RTCRtpEncodingParameters): number {
  return active === false ? sum : sum + (maxBitrate ?? 0) / 1_000;
}

/** A connection that closes meanwhile may leave its `setParameters` pending for ever (seen in Chromium 156). */
async function inTime<T>(outcomes: Promise<T[]>): Promise<T[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T[]>((resolve) => {
    timer = setTimeout(() => resolve([]), APPLY_TIMEOUT_MS);
  });
  const first = await Promise.race([outcomes, late]);
  clearTimeout(timer);
  return first;
}
