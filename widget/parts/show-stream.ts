/**
 * Gives `stream` to a video once it has a track: an element that waits for the first track of an empty
 * one holds up its page's load event, without end where the camera was refused.
 */
export function showStream(video: HTMLVideoElement, stream: MediaStream | null): void {
  if (video.srcObject === stream) return;
  video.srcObject = stream && stream.getTracks().length > 0 ? stream : null;
}
