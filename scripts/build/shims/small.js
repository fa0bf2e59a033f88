// The one-liners simple-peer requires, for a browser. Each export stands for one package.

/** `debug`: simple-peer's own trace is of no use beside the recorder, and its calls are left out. */
export const debug = () => undefined;

/** `get-browser-rtc`: null where there is no WebRTC, as in Node. */
export const getBrowserRTC = () =>
  typeof RTCPeerConnection === 'undefined'
    ? null
    : { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate };

/** `randombytes(n).toString('hex')` is all that is asked of it. */
export const randombytes = (size) => {
  const bytes = crypto.getRandomValues(new Uint8Array(size));
  return { toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
};

/** `err-code`. Defined, not assigned: a DOMException has a getter of that name. */
export const errCode = (err, code) =>
  Object.defineProperty(err, 'code', { value: code, enumerable: true, configurable: true });

/** `buffer`: only messages were made into one. */
export const Buffer = undefined;

/** `queue-microtask`. */
export const microtask = (callback) => queueMicrotask(callback);
