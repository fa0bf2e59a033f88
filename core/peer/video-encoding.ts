import type { VideoShare } from './uplink-policy.ts';

/** What we last set on a sender. */
const ours = new WeakMap<RTCRtpSender, string>();

/**
 * Whether the application set the sender's encoding: simulcast, or any field that is neither the browser's
 * default nor what we set ourselves. Such a sender is not ours to touch.
 */
export function setByApp(sender: RTCRtpSender): boolean {
  const { encodings = [] } = sender.getParameters() as Partial<RTCRtpSendParameters>;
  const [encoding] = encodings;
  if (encodings.length > 1 || !encoding) return encodings.length > 1;
  const now = sketch(encoding);
  // A rollback may bring the defaults back (seen in Chromium 156).
  return now !== sketch({}) && now !== ours.get(sender);
}

/** Sets the share where it differs. @throws the browser's error. */
export async function applyShare(sender: RTCRtpSender, share: VideoShare): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = (parameters.encodings as RTCRtpEncodingParameters[] | undefined) ?? [];
  // Not negotiated yet, in a browser that has no encoding until then.
  if (!encoding) return;
  const before = sketch(encoding);
  Object.assign(encoding, share);
  if (sketch(encoding) === before) return;
  await sender.setParameters(parameters);
  // Not what it has now, which the application may have set meanwhile.
  ours.set(sender, sketch(encoding));
}

/** The fields that an application may set, with the defaults of those that have one. */
function sketch(encoding: RTCRtpEncodingParameters): string {
  const { active, maxBitrate, maxFramerate, scaleResolutionDownBy, priority, networkPriority, rid } =
    encoding;
  const { scalabilityMode } = encoding as { scalabilityMode?: string };
  return JSON.stringify([
    active ?? true,
    maxBitrate,
    maxFramerate,
    scaleResolutionDownBy ?? 1,
    priority ?? 'low',
    networkPriority ?? 'low',
    rid,
    scalabilityMode,
  ]);
}
