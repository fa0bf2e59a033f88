/** Media made on the spot, and elements to show it. */

export interface PictureOptions {
  /** Draws the same again once a second, as a screen that nobody works at. */
  readonly still?: boolean;
  /** Draws once, and never again. */
  readonly once?: boolean;
  readonly black?: boolean;
}

/** A stream of one video track, 320 by 240, with enough in motion to look like a camera. */
export function picture({ still = false, once = false, black = false }: PictureOptions = {}): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  let round = 0;
  const draw = (): void => {
    if (!still) round += 1;
    for (let x = 0; x < 320; x += 20)
      for (let y = 0; y < 240; y += 20) {
        context.fillStyle = black ? '#000' : `hsl(${(x * 7 + y * 13 + round * 37) % 360} 70% 50%)`;
        context.fillRect(x, y, 20, 20);
      }
  };
  draw();
  // A canvas that is never drawn on again sends nothing at all; a screen is sent again now and then.
  if (!once) setInterval(draw, still ? 1_000 : 100);
  return canvas.captureStream(10);
}

/** A silent audio track: no context may sound before a click, and none of ours has to. */
export function silence(): MediaStreamTrack {
  const [track] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('no audio');
  return track;
}

/** Until something comes for every track of a remote stream. */
export async function arrives(stream: MediaStream): Promise<void> {
  const silent = stream.getTracks().filter(({ muted }) => muted);
  await Promise.all(
    silent.map((track) => new Promise((done) => track.addEventListener('unmute', done, { once: true }))),
  );
}

/** Where sound needs no click. */
export function tone(): MediaStream {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const destination = context.createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  void context.resume();
  return destination.stream;
}

export function show(stream: MediaStream, style = 'width: 160px; height: 120px'): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.style.cssText = style;
  video.srcObject = stream;
  document.body.append(video);
  return video;
}

/** With sound, which needs a click that nobody has made. */
export async function playAloud(stream: MediaStream): Promise<void> {
  const video = show(stream);
  video.autoplay = false;
  video.muted = false;
  await video.play().catch(() => undefined);
}

/** Stops sending, and leaves everything as it was agreed on. */
export async function pause(senders: readonly RTCRtpSender[]): Promise<void> {
  for (const sender of senders) {
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) encoding.active = false;
    await sender.setParameters(parameters);
  }
}

export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Until pictures come out of the decoder of an element. */
export async function plays(video: HTMLVideoElement): Promise<void> {
  const start = performance.now();
  while (video.videoWidth < 3 || video.currentTime === 0) {
    if (performance.now() - start > 50_000) throw new Error('no picture within 50 s');
    await wait(50);
  }
}
