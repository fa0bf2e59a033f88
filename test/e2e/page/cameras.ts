// Runs in the page before the element: two cameras that can be plugged in and out. Each shows a colour of its own, so
// that whoever receives the picture can tell which one it is.
export interface Cameras {
  plug(id: CameraId): void;
  unplug(id: CameraId): void;
}

export type CameraId = 'desk' | 'hand';

declare global {
  interface Window {
    readonly cameras: Cameras;
  }
}

const COLOURS: Readonly<Record<CameraId, string>> = { desk: '#c00000', hand: '#0000c0' };
const plugged = new Set<CameraId>(['desk', 'hand']);
const live = new Map<MediaStreamTrack, CameraId>();
/** Who waits for a camera to go: Firefox carries no event to a track that a page has made itself. */
const endings = new Map<MediaStreamTrack, (() => void)[]>();
const { mediaDevices } = navigator;
const openReal = mediaDevices.getUserMedia.bind(mediaDevices);
const listReal = mediaDevices.enumerateDevices.bind(mediaDevices);

function film(id: CameraId): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  const [track] = canvas.captureStream(10).getVideoTracks();
  if (!context || !track) throw new Error('no canvas to film');
  let frame = 0;
  const draw = (): void => {
    if (track.readyState === 'ended') return clearInterval(timer);
    context.fillStyle = COLOURS[id];
    context.fillRect(0, 0, 320, 180);
    // A picture that never changes is not sent again.
    context.fillStyle = '#00c000';
    context.fillRect((frame = (frame + 4) % 40), 0, 4, 4);
  };
  const timer = setInterval(draw, 100);
  draw();
  const settings = track.getSettings.bind(track);
  const listen = track.addEventListener.bind(track);
  const waiting: (() => void)[] = [];
  endings.set(track, waiting);
  Object.assign(track, {
    getSettings: () => ({ ...settings(), deviceId: id }),
    addEventListener(type: string, listener: () => void, options?: AddEventListenerOptions) {
      if (type === 'ended') waiting.push(listener);
      else listen(type, listener, options);
    },
  });
  live.set(track, id);
  return track;
}

/** The id that is insisted on, or null. */
function exact(video: MediaTrackConstraints | boolean): string | null {
  const wanted = typeof video === 'object' ? video.deviceId : undefined;
  return typeof wanted === 'object' && 'exact' in wanted ? String(wanted.exact) : null;
}

mediaDevices.getUserMedia = async (constraints = {}) => {
  const { audio, video } = constraints;
  const stream = audio ? await openReal({ audio }) : new MediaStream();
  if (!video) return stream;
  const wanted = exact(video);
  const found = [...plugged].find((id) => wanted === null || id === wanted);
  if (!found) throw new DOMException('there is no such camera', 'NotFoundError');
  stream.addTrack(film(found));
  return stream;
};

mediaDevices.enumerateDevices = async () => {
  const others = (await listReal()).filter(({ kind }) => kind !== 'videoinput');
  const own = [...plugged].map((deviceId) => ({
    deviceId,
    kind: 'videoinput' as const,
    label: `Camera ${deviceId}`,
    groupId: deviceId,
    toJSON: () => ({}),
  }));
  return [...others, ...own];
};

const changed = (): void => void mediaDevices.dispatchEvent(new Event('devicechange'));

const cameras: Cameras = {
  plug(id) {
    plugged.add(id);
    changed();
  },
  unplug(id) {
    plugged.delete(id);
    for (const [track, of] of live) {
      if (of !== id || track.readyState === 'ended') continue;
      track.stop();
      for (const tell of endings.get(track) ?? []) tell();
    }
    changed();
  },
};

Object.defineProperty(window, 'cameras', { value: cameras });
