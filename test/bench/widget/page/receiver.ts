// Runs in the page that is measured: your own camera and what comes over each connection, in the element or in bare
// <video> elements of the same sizes and places.
import type { MeteredPeerOptions } from '../../../../core/index.ts';
import { constraintsFor } from '../../../../core/media/capture.ts';
import type {} from '../../../../widget/index.ts';

export type Face = 'element' | 'bare';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Receiver {
  /** Shows what these offers send; resolves with the answers once each of them has been made. */
  show(face: Face, offers: readonly string[], boxes: readonly Box[]): Promise<string[]>;
  /** How many videos have had a frame. */
  playing(): number;
  boxes(): Box[];
  /** Frames that all videos together have shown. */
  frames(): number;
  /** Sum of the scores of every layout shift since the call began, before anybody else was in it. */
  shift(): number;
}

declare global {
  interface Window {
    readonly receiver: Receiver;
  }
}

let shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += (entry as unknown as { value: number }).value;
}).observe({ type: 'layout-shift', buffered: true });

class Events {
  readonly #listeners = new Map<string, ((event: never) => void)[]>();
  on(type: string, listener: (event: never) => void): this {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    return this;
  }
  off(): void {}
  emit(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

async function answer(connection: RTCPeerConnection, sdp: string): Promise<string> {
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((done) => connection.addEventListener('icegatheringstatechange', done, { once: true }));
  return connection.localDescription?.sdp ?? '';
}

/** The element with its own doctor and meters over these connections; only the signalling is left out. */
async function inElement(offers: readonly string[]): Promise<string[]> {
  const call = document.querySelector('metered-call');
  if (!call) throw new Error('there is no element');
  const remotePeers: object[] = [];
  let options: Partial<MeteredPeerOptions> = {};
  const nothing = (): Promise<void> => Promise.resolve();
  const more = {
    peerId: 'me',
    channel: 'bench',
    state: 'joined',
    remotePeers,
    join: nothing,
    close: nothing,
  };
  const deaf = { addTrack: nothing, removeTrack: nothing, setHealth: nothing, setActiveSpeaker: nothing };
  const peer = Object.assign(new Events(), more, deaf);
  call.createPeer = (given) => {
    options = given;
    return peer as never;
  };
  await call.join();
  await call.updateComplete;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  // What came before is not about tiles.
  shift = 0;
  const make = options.rtcPeerConnectionFactory ?? ((given) => new RTCPeerConnection(given));
  const answers: string[] = [];
  for (const [index, sdp] of offers.entries()) {
    const pc = make({}) as RTCPeerConnection;
    const about = {
      id: `p${index}`,
      pc,
      state: 'connecting',
      health: null,
      hello: null,
      requestVideo: nothing,
    };
    const remote = Object.assign(new Events(), about, { metadata: { displayName: `Number ${index + 1}` } });
    pc.addEventListener('track', ({ track, streams }) => remote.emit('track', { track, streams }));
    pc.addEventListener('connectionstatechange', () => {
      const from = remote.state;
      remote.state = pc.connectionState;
      remote.emit('state-change', { from, to: remote.state });
    });
    remotePeers.push(remote);
    peer.emit('peer-joined', { peer: remote });
    answers.push(await answer(pc, sdp));
    // A painted frame between two arrivals: what moves then is counted.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return answers;
}

async function bare(offers: readonly string[], boxes: readonly Box[]): Promise<string[]> {
  const video = (index: number, stream: MediaStream): void => {
    const element = document.createElement('video');
    const { x, y, width, height } = boxes[index] ?? { x: 0, y: 0, width: 0, height: 0 };
    Object.assign(element, { autoplay: true, playsInline: true, muted: index === 0, srcObject: stream });
    element.style.cssText = `position:fixed;left:${x}px;top:${y}px;width:${width}px;height:${height}px;object-fit:cover`;
    document.body.append(element);
  };
  // As the element asks: a larger picture costs more wherever it is shown.
  const whichever = { deviceId: '' };
  const own = {
    audio: constraintsFor('microphone', whichever),
    video: constraintsFor('camera', whichever),
  };
  video(0, await navigator.mediaDevices.getUserMedia(own));
  return Promise.all(
    offers.map((sdp, index) => {
      const connection = new RTCPeerConnection();
      connection.addEventListener('track', ({ track, streams: [stream] }) => {
        if (stream && track.kind === 'video') video(index + 1, stream);
      });
      return answer(connection, sdp);
    }),
  );
}

const deep = (root: ParentNode): HTMLVideoElement[] =>
  [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element instanceof HTMLVideoElement && element.srcObject !== null ? [element] : []),
    ...(element.shadowRoot ? deep(element.shadowRoot) : []),
  ]);

const receiver: Receiver = {
  show: (face, offers, boxes) => (face === 'element' ? inElement(offers) : bare(offers, boxes)),
  playing: () => deep(document).filter(({ videoWidth, paused }) => videoWidth > 0 && !paused).length,
  boxes: () =>
    deep(document).map((video) => {
      const { x, y, width, height } = video.getBoundingClientRect();
      return { x, y, width, height };
    }),
  frames: () =>
    deep(document).reduce((sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0),
  shift: () => shift,
};
Object.defineProperty(window, 'receiver', { value: receiver });
