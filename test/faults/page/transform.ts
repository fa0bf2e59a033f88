/** What a sender's encoded transform does to its frames. */
export type Tampering =
  /** Loses every key frame. */
  | 'key-frames'
  /** Loses everything. */
  | 'all'
  /** Overwrites what is in a frame. */
  | 'scramble';

// Runs in a worker: keep it free of anything from this module.
const WORKER = `
onrtctransform = ({ transformer: { readable, writable, options } }) => {
  const begun = Date.now();
  readable
    .pipeThrough(
      new TransformStream({
        transform(frame, controller) {
          if (Date.now() - begun >= options.after) {
            if (options.tampering === 'all') return;
            if (options.tampering === 'key-frames' && frame.type === 'key') return;
            if (options.tampering === 'scramble') {
              // Each claims to be a key frame of VP8 (RFC 6386) and lacks its start code: no decoder takes it.
              const bytes = new Uint8Array(frame.data);
              bytes[0] &= 0xfe;
              for (let i = 3; i < bytes.length; i += 1) bytes[i] = (bytes[i] * 31 + i * 17 + 99) & 255;
              frame.data = bytes.buffer;
            }
          }
          controller.enqueue(frame);
        },
      }),
    )
    .pipeTo(writable);
};`;

/** @param after Milliseconds during which everything is left as it is. */
export function tamper(sender: RTCRtpSender, tampering: Tampering, { after = 0 } = {}): void {
  const worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' })));
  sender.transform = new RTCRtpScriptTransform(worker, { tampering, after });
}
