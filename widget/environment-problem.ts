/** The code of what keeps this browser or page from calling at all, or null. */
export function environmentProblem(): string | null {
  if (typeof RTCPeerConnection === 'undefined') return 'webrtc-unavailable';
  if (!isSecureContext || !(navigator.mediaDevices as MediaDevices | undefined)) return 'insecure-context';
  return null;
}
