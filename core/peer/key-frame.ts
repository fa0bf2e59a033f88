const RESTORE_ATTEMPTS = 3;

/**
 * Has the sender's next frame be a key frame. After a loss of more than a moment the receiver can decode nothing else;
 * by itself it first asks for packets again that are no longer kept, and for a key frame only three seconds after the
 * last frame, and every three seconds from then on (libwebrtc, `kMaxWaitForFrame`; seen in Chromium 156 and Firefox 153).
 */
export async function sendKeyFrame(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  const encodings = parameters.encodings as RTCRtpEncodingParameters[] | undefined;
  if (!encodings?.some(isActive)) return;
  let understood = false;
  const options = {
    // WebRTC Extensions, section 5.4; a browser that does not know it never reads it.
    get encodingOptions(): readonly { keyFrame: boolean }[] {
      understood = true;
      return encodings.map(() => ({ keyFrame: true }));
    },
  };
  const extended = sender as unknown as {
    setParameters(parameters: RTCRtpSendParameters, options: object): Promise<void>;
  };
  await extended.setParameters(parameters, options);
  if (!understood && /firefox\//i.test(globalThis.navigator?.userAgent ?? '')) await beginAnew(sender);
}

/** An encoder that is switched off and on begins with a key frame; for some milliseconds nothing is sent. */
async function beginAnew(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  const before = parameters.encodings.map(isActive);
  for (const encoding of parameters.encodings) encoding.active = false;
  await sender.setParameters(parameters);
  for (let left = RESTORE_ATTEMPTS; ; left -= 1) {
    const restored = sender.getParameters();
    restored.encodings.forEach((encoding, index) => (encoding.active = before[index] ?? true));
    try {
      await sender.setParameters(restored);
      return;
    } catch (err) {
      // The application has set something meanwhile; to leave it switched off would be worse than any wait.
      if (left <= 1) throw err;
    }
  }
}

function isActive({ active }: RTCRtpEncodingParameters): boolean {
  return active ?? true;
}
