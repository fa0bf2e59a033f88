/** What Chromium knows beyond the standard's options. */
interface ScreenOptions extends DisplayMediaStreamOptions {
  readonly systemAudio?: 'include';
  readonly surfaceSwitching?: 'include';
  readonly selfBrowserSurface?: 'exclude';
}

export function canShareScreen(): boolean {
  const devices = (globalThis.navigator as Navigator | undefined)?.mediaDevices as
    Partial<MediaDevices> | undefined;
  return typeof devices?.getDisplayMedia === 'function';
}

/**
 * Asks for a screen, window or tab, with its sound where the browser has it. Call it in a click's own task.
 * @throws DOMException NotAllowedError when the person chose none.
 */
export async function captureScreen(): Promise<MediaStream> {
  const options: ScreenOptions = {
    video: { frameRate: { max: 30 } },
    // What is shared is heard as it is: no processing that is meant for voices.
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
  };
  const stream = await navigator.mediaDevices.getDisplayMedia(options);
  for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
  return stream;
}
