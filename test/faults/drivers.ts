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
