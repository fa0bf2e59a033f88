/** A stream of one painted person who moves, as from a camera that nobody has to allow. */
export function painted() {
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = 360;
  const context = canvas.getContext('2d');
  const shape = (colour, x, y, rx, ry) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, rx, ry, 0, 0, 7);
    context.fill();
  };
  const draw = () => {
    const sway = Math.sin(performance.now() / 500) * 14;
    const wall = context.createLinearGradient(0, 0, 480, 360);
    wall.addColorStop(0, '#d98a5b');
    wall.addColorStop(1, '#a34f3a');
    context.fillStyle = wall;
    context.fillRect(0, 0, 480, 360);
    shape('#2d5f6b', 240 + sway / 2, 390, 150, 140);
    shape('#e3b48c', 240 + sway, 190, 58, 76);
    shape('#3b2a22', 240 + sway, 138, 66, 42);
  };
  draw();
  setInterval(draw, 66);
  return canvas.captureStream(15);
}

/** A track without sound, for which no click is needed. */
export const silence = () => new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];

/**
 * A call within this page, one way.
 * @param stream what the far end sends
 * @param configurations of the two ends
 * @returns both ends, and the stream that has arrived at the near one
 */
export async function callWith(stream, configurations = {}) {
  const far = new RTCPeerConnection(configurations.far);
  const near = new RTCPeerConnection(configurations.near);
  const hand = (from, to) => {
    from.onicecandidate = ({ candidate }) => {
      // Firefox rejects it once the connection has failed.
      to.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    };
  };
  hand(far, near);
  hand(near, far);
  const arrived = new Promise((resolve) => {
    near.ontrack = ({ streams }) => resolve(streams[0]);
  });
  for (const track of stream.getTracks()) far.addTrack(track, stream);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  return { far, near, stream: await arrived };
}

export const connected = (connection) =>
  new Promise((resolve) => {
    const look = () => {
      if (connection.connectionState === 'connected') resolve();
    };
    connection.addEventListener('connectionstatechange', look);
    look();
  });
