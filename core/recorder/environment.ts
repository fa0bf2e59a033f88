/** What the page runs in, read once and again whenever findings are asked for. Plain data. */
export interface Environment {
  readonly secureContext: boolean;
  readonly mediaDevices: boolean;
  readonly webrtc: boolean;
  readonly browser: 'chromium' | 'firefox' | 'safari' | 'other';
  readonly userAgent: string;
  /** Origin of the page; empty in an opaque one. */
  readonly origin: string;
  readonly framed: boolean;
  /** Framed by another origin. */
  readonly framedCrossOrigin: boolean;
  /** What document.featurePolicy (Chromium) allows; absent where the browser does not tell. */
  readonly policy?: { readonly camera: boolean; readonly microphone: boolean; readonly display: boolean };
  /** 'unknown' where the Permissions API does not know the name. */
  readonly permissions: {
    readonly camera: PermissionState | 'unknown';
    readonly microphone: PermissionState | 'unknown';
  };
  /** What enumerateDevices() lists; absent where it cannot be asked. */
  readonly devices?: { readonly camera: number; readonly microphone: number; readonly speaker: number };
  /** navigator.getAutoplayPolicy (Firefox), or absent. */
  readonly autoplay?: 'allowed' | 'allowed-muted' | 'disallowed';
  readonly hidden: boolean;
  readonly online: boolean;
  /** Where an `sk_…` stands in the page, never what it is: `attribute api-key of <metered-call>`. */
  readonly secretKeys: readonly string[];
  /** Video codecs that RTCRtpReceiver.getCapabilities lists, for instance `H264`. */
  readonly videoCodecs: readonly string[];
  /** Milliseconds to add to this machine's clock to get the server's, from the last welcome. */
  readonly serverClockOffset?: number;
}
