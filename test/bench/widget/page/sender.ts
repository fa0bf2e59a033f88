// Runs in a page of a browser of its own: somebody in the call, as often as asked for.
export interface Sender {
  /** An offer with its candidates in it, for each of `count` connections that send camera and microphone. */
  offer(count: number): Promise<string[]>;
  accept(answers: readonly string[]): Promise<void>;
  close(): void;
}

declare global {
  interface Window {
    readonly sender: Sender;
  }
}

const PICTURE = { width: 320, height: 180, frameRate: 30 };
let connections: RTCPeerConnection[] = [];

const gathered = (connection: RTCPeerConnection): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
    connection.addEventListener('icegatheringstatechange', look);
    look();
  });

const sender: Sender = {
  async offer(count) {
    const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: PICTURE });
    connections = Array.from({ length: count }, () => new RTCPeerConnection());
    return Promise.all(
      connections.map(async (connection, index) => {
        // One speaks, the others listen.
        const tracks = camera.getTracks().map((track) => (track.kind === 'audio' ? track.clone() : track));
        for (const track of tracks) {
          if (track.kind === 'audio') track.enabled = index === 0;
          connection.addTrack(track, camera);
        }
        await connection.setLocalDescription();
        await gathered(connection);
        return connection.localDescription?.sdp ?? '';
      }),
    );
  },
  async accept(answers) {
    for (const [index, connection] of connections.entries())
      await connection.setRemoteDescription({ type: 'answer', sdp: answers[index] ?? '' });
  },
  close() {
    for (const connection of connections) {
      for (const { track } of connection.getSenders()) track?.stop();
      connection.close();
    }
    connections = [];
  },
};
Object.defineProperty(window, 'sender', { value: sender });
