/**
 * Devices that give nothing, beneath everything that the page and the doctor see: for a browser whose own fake devices
 * are always bright and loud.
 */
export const DARK_DRIVER = `
MediaDevices.prototype.getUserMedia = async function ({ video }) {
  if (!video) return new AudioContext().createMediaStreamDestination().stream;
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext('2d');
  setInterval(() => context.fillRect(0, 0, 320, 240), 66);
  return canvas.captureStream(15);
};
`;

/** Devices that another program holds: neither browser can be given one that does not start. */
export const BUSY_DRIVER = `
MediaDevices.prototype.getUserMedia = async () => {
  throw new DOMException('Could not start the source', 'NotReadableError');
};
`;

/** Devices that go: what they give comes over a connection of another window, whose other end takes it away. */
export const UNPLUGGED_DRIVER = `
MediaDevices.prototype.getUserMedia = async function ({ video }) {
  const frame = document.createElement('iframe');
  frame.src = '/blank.html';
  document.body.append(frame);
  await new Promise((done) => (frame.onload = done));
  const { RTCPeerConnection } = frame.contentWindow;
  const [device, line] = [new RTCPeerConnection(), new RTCPeerConnection()];
  device.onicecandidate = ({ candidate }) => line.addIceCandidate(candidate);
  line.onicecandidate = ({ candidate }) => device.addIceCandidate(candidate);
  const negotiate = async () => {
    await device.setLocalDescription();
    await line.setRemoteDescription(device.localDescription);
    await line.setLocalDescription();
    await device.setRemoteDescription(line.localDescription);
  };
  const given = new Promise((done) => (line.ontrack = ({ track }) => done(track)));
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  setInterval(() => {
    context.fillStyle = 'hsl(' + (Date.now() % 360) + ' 70% 50%)';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 66);
  const source = video ? canvas.captureStream() : new AudioContext().createMediaStreamDestination().stream;
  const transceiver = device.addTransceiver(source.getTracks()[0], { direction: 'sendonly' });
  await negotiate();
  window.unplug = () => {
    transceiver.stop();
    return negotiate();
  };
  return new MediaStream([await given]);
};
`;

/** A second camera, for a browser that has one alone: it shows the first one's picture under an id of its own. */
export const SECOND_CAMERA_DRIVER = `
const capture = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function ({ video }) {
  const { exact } = video.deviceId ?? {};
  const stream = await capture.call(this, { video: true });
  const [track] = stream.getTracks();
  const settings = track.getSettings.bind(track);
  if (exact === 'second') track.getSettings = () => ({ ...settings(), deviceId: 'second' });
  return stream;
};
window.secondCamera = 'second';
`;
