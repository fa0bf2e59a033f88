import { show } from './media.ts';

type End = 'here' | 'there';

export interface LoopbackOptions {
  readonly here?: RTCConfiguration;
  readonly there?: RTCConfiguration;
  /** What the way between the two makes of a description. */
  readonly alter?: (description: RTCSessionDescriptionInit, to: End) => RTCSessionDescriptionInit;
  /** What it makes of a candidate; null loses it. */
  readonly pass?: (candidate: RTCIceCandidate, to: End) => RTCIceCandidateInit | null;
  /** An offer that nobody answers. */
  readonly unanswered?: boolean;
}

/** A window in which no doctor works: the other side of a call. */
export async function elsewhere(url = '/blank.html'): Promise<Window & typeof globalThis> {
  const frame = document.createElement('iframe');
  frame.allow = 'camera; microphone; autoplay';
  frame.style.cssText = 'width: 40px; height: 40px; border: 0';
  frame.src = url;
  const loaded = new Promise((done) => (frame.onload = done));
  document.body.append(frame);
  await loaded;
  return frame.contentWindow as Window & typeof globalThis;
}

/** A call between this window, which the doctor watches, and another one, which it does not. */
export class Loopback {
  readonly here: RTCPeerConnection;
  readonly there: RTCPeerConnection;
  readonly tracks: RTCTrackEvent[] = [];
  readonly #options: LoopbackOptions;
  /** Candidates that wait for the first description. */
  readonly #waiting = new Map<RTCPeerConnection, RTCIceCandidateInit[]>();

  private constructor(
    window: Window & typeof globalThis,
    other: Window & typeof globalThis,
    options: LoopbackOptions,
  ) {
    this.#options = options;
    this.here = new window.RTCPeerConnection(options.here);
    this.there = new other.RTCPeerConnection(options.there);
    this.#wire(this.here, this.there, 'there');
    this.#wire(this.there, this.here, 'here');
    this.here.addEventListener('track', (event) => this.tracks.push(event));
  }

  static async open(options: LoopbackOptions = {}): Promise<Loopback> {
    return new Loopback(window, await elsewhere(), options);
  }

  get stream(): MediaStream {
    const stream = this.tracks.at(-1)?.streams[0];
    if (!stream) throw new Error('no stream came');
    return stream;
  }

  /** Sends every track of `stream` from there to here. */
  send(stream: MediaStream): RTCRtpSender[] {
    return stream.getTracks().map((track) => this.there.addTrack(track, stream));
  }

  async negotiate(from: End = 'there'): Promise<void> {
    const { alter = (description) => description, unanswered } = this.#options;
    const [offerer, answerer, to, back] =
      from === 'there'
        ? [this.there, this.here, 'here' as const, 'there' as const]
        : [this.here, this.there, 'there' as const, 'here' as const];
    await offerer.setLocalDescription();
    if (unanswered) return;
    await answerer.setRemoteDescription(alter(description(offerer), to));
    this.#hand(answerer);
    await answerer.setLocalDescription();
    await offerer.setRemoteDescription(alter(description(answerer), back));
    this.#hand(offerer);
  }

  async connected(): Promise<void> {
    if (this.here.connectionState === 'connected') return;
    await new Promise<void>((done) => {
      this.here.addEventListener('connectionstatechange', () => {
        if (this.here.connectionState === 'connected') done();
      });
    });
  }

  #wire(from: RTCPeerConnection, to: RTCPeerConnection, end: End): void {
    const { pass = (candidate) => candidate.toJSON() } = this.#options;
    from.addEventListener('icecandidate', ({ candidate }) => {
      const passed = candidate && candidate.candidate !== '' ? pass(candidate, end) : null;
      if (!passed) return;
      this.#waiting.set(to, [...(this.#waiting.get(to) ?? []), passed]);
      if (to.remoteDescription) this.#hand(to);
    });
  }

  #hand(to: RTCPeerConnection): void {
    for (const candidate of this.#waiting.get(to) ?? []) to.addIceCandidate(candidate).catch(() => undefined);
    this.#waiting.delete(to);
  }
}

const description = ({ localDescription }: RTCPeerConnection): RTCSessionDescriptionInit => ({
  type: localDescription?.type ?? 'offer',
  // Candidates travel by themselves, so that each can be lost.
  sdp: (localDescription?.sdp ?? '').replace(/^a=(candidate:|end-of-candidates).*\r\n/gm, ''),
});

/** One picture from there to here, shown, as a healthy call does it. */
export async function healthy(
  stream: MediaStream,
  options: LoopbackOptions = {},
): Promise<[Loopback, HTMLVideoElement]> {
  const call = await Loopback.open(options);
  call.send(stream);
  await call.negotiate();
  const video = show(call.stream);
  await call.connected();
  return [call, video];
}
