import type { Environment } from './environment.ts';
import { nativesOf } from './natives.ts';
import type { Natives, PageWindow } from './natives.ts';
import { findSecretKeys } from './secret-keys.ts';

type Policy = { allowsFeature(feature: string): boolean };
type Extras = {
  readonly document: { readonly featurePolicy?: Policy };
  readonly navigator: { getAutoplayPolicy?(type: 'mediaelement'): Environment['autoplay'] };
};

/** What the recorder knows of the environment beyond the window. */
export interface EnvironmentExtras {
  readonly serverClockOffset?: number | undefined;
  readonly secretKeys?: Iterable<string>;
}

/** Reads what a page runs in. Never rejects: what a browser does not tell is left out or `unknown`. */
export async function environmentOf(
  window: PageWindow,
  { serverClockOffset, secretKeys = [] }: EnvironmentExtras = {},
  natives: Natives = nativesOf(window),
): Promise<Environment> {
  const { navigator, document } = window;
  const extras = window as unknown as Extras;
  const policy = extras.document.featurePolicy;
  const autoplay = quietly(() => extras.navigator.getAutoplayPolicy?.('mediaelement'));
  const state = (name: string): Promise<PermissionState | 'unknown'> =>
    natives.permission(name).catch(() => 'unknown' as const);
  const [camera, microphone, devices] = await Promise.all([
    state('camera'),
    state('microphone'),
    natives.devices().catch(() => undefined),
  ]);
  const listed = navigator.mediaDevices as MediaDevices | undefined;
  const count = (kind: MediaDeviceKind): number =>
    devices?.filter((device) => device.kind === kind).length ?? 0;
  return {
    secureContext: window.isSecureContext,
    mediaDevices: listed !== undefined,
    webrtc: typeof window.RTCPeerConnection === 'function',
    browser: browserOf(navigator.userAgent),
    userAgent: navigator.userAgent,
    origin: window.origin === 'null' ? '' : window.origin,
    framed: window.parent !== window,
    framedCrossOrigin: isFramedCrossOrigin(window),
    ...(policy
      ? {
          policy: {
            camera: policy.allowsFeature('camera'),
            microphone: policy.allowsFeature('microphone'),
            display: policy.allowsFeature('display-capture'),
          },
        }
      : {}),
    permissions: { camera, microphone },
    ...(devices && listed
      ? {
          devices: {
            camera: count('videoinput'),
            microphone: count('audioinput'),
            speaker: count('audiooutput'),
          },
        }
      : {}),
    ...(autoplay === undefined ? {} : { autoplay }),
    hidden: document.hidden,
    online: navigator.onLine,
    secretKeys: [...(quietly(() => findSecretKeys(window)) ?? []), ...secretKeys],
    videoCodecs: quietly(() => videoCodecs(window)) ?? [],
    ...(serverClockOffset === undefined ? {} : { serverClockOffset }),
  };
}

function browserOf(userAgent: string): Environment['browser'] {
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return 'firefox';
  if (/\b(Chrome|Chromium|HeadlessChrome)\//.test(userAgent)) return 'chromium';
  return /\bSafari\//.test(userAgent) ? 'safari' : 'other';
}

function isFramedCrossOrigin(window: PageWindow): boolean {
  try {
    for (let at: Window = window; at.parent !== at; at = at.parent) void at.parent.document.title;
    return false;
  } catch {
    return true;
  }
}

function videoCodecs(window: PageWindow): string[] {
  const codecs = window.RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  return [...new Set(codecs.map(({ mimeType }) => mimeType.replace(/^video\//i, '')))];
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
