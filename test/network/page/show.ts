/** The part of a RemotePeer that both engines have alike. */
interface Sender {
  on(event: 'stream-added' | 'stream-removed', handler: (ev: { stream: MediaStream }) => void): unknown;
}

/** Shows what a peer of either engine sends, as an application does that follows the events; returns how to end that. */
export function show(remote: Sender): () => void {
  const shown = new Map<string, HTMLVideoElement>();
  const remove = (id: string): void => {
    const video = shown.get(id);
    if (video) video.srcObject = null;
    video?.remove();
    shown.delete(id);
  };
  remote.on('stream-added', ({ stream }) => {
    remove(stream.id);
    const video = document.createElement('video');
    Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 160, srcObject: stream });
    document.body.append(video);
    shown.set(stream.id, video);
  });
  remote.on('stream-removed', ({ stream }) => remove(stream.id));
  return () => [...shown.keys()].forEach(remove);
}
