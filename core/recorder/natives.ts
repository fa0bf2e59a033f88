/* eslint-disable @typescript-eslint/unbound-method -- each is called with its own object by Reflect.apply */
export type PageWindow = Window & typeof globalThis;

const { apply } = Reflect;

/**
 * Firefox lists no devices before the page has the focus, and a busy Chromium answers for permissions after seconds:
 * whoever asks must not wait for that.
 */
const ANSWER_MS = 300;

/** What recording calls, taken before a page puts something of its own in its place. */
export interface Natives {
  now(): number;
  then<T>(promise: Promise<T>, fulfilled: (value: T) => T, rejected: (reason: unknown) => never): Promise<T>;
  listen(target: EventTarget, type: string, listener: (event: Event) => void): void;
  unlisten(target: EventTarget, type: string, listener: (event: Event) => void): void;
  every(ms: number, work: () => void): () => void;
  after(ms: number, work: () => void): void;
  getStats(connection: RTCPeerConnection): Promise<RTCStatsReport>;
  /** Media elements of the document, without those in shadow roots. */
  mediaElements(): HTMLMediaElement[];
  /** Is not hidden by display, visibility or opacity, here and in every ancestor. */
  isVisible(element: HTMLElement): boolean;
  rectOf(element: HTMLElement): DOMRect;
  devices(): Promise<MediaDeviceInfo[]>;
  permission(name: string): Promise<PermissionState>;
}

const late = (window: PageWindow, ms: number): Promise<never> =>
  new Promise((_, fail) => window.setTimeout(() => fail(new Error('no answer in time')), ms));

export function nativesOf(window: PageWindow): Natives {
  const { setInterval, clearInterval, setTimeout, document, navigator } = window;
  const { addEventListener, removeEventListener } = window.EventTarget.prototype;
  const { then } = window.Promise.prototype;
  const dateNow = window.Date.now;
  const getStats = (window.RTCPeerConnection as typeof RTCPeerConnection | undefined)?.prototype.getStats as
    (() => Promise<RTCStatsReport>) | undefined;
  const { querySelectorAll } = window.Document.prototype;
  const { getBoundingClientRect } = window.Element.prototype;
  const checkVisibility = window.Element.prototype.checkVisibility as Element['checkVisibility'] | undefined;
  const getComputedStyle = window.getComputedStyle;
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  const enumerateDevices = mediaDevices?.enumerateDevices;
  const permissions = navigator.permissions as Permissions | undefined;
  const query = permissions?.query;
  // An engine's owner may hand over sockets and connections that are not the platform's.
  let listing: Promise<MediaDeviceInfo[]> | undefined;
  const asking = new Map<string, Promise<PermissionState>>();
  const answers = new Map<string, PermissionState>();
  const isNative = (target: EventTarget): boolean => target instanceof window.EventTarget;
  return {
    now: () => apply(dateNow, window.Date, []),
    then: <T>(promise: Promise<T>, ok: (value: T) => T, fail: (reason: unknown) => never) =>
      apply(then, promise, [ok, fail]) as Promise<T>,
    listen: (target, type, listener) =>
      apply(isNative(target) ? addEventListener : target.addEventListener, target, [type, listener]),
    unlisten: (target, type, listener) =>
      apply(isNative(target) ? removeEventListener : target.removeEventListener, target, [type, listener]),
    every: (ms, work) => {
      const timer = apply(setInterval, window, [work, ms]);
      return () => apply(clearInterval, window, [timer]);
    },
    after: (ms, work) => void apply(setTimeout, window, [work, ms]),
    getStats: (connection) => apply(getStats ?? connection.getStats, connection, []),
    mediaElements: () => [
      ...(apply(querySelectorAll, document, ['video,audio']) as NodeListOf<HTMLMediaElement>),
    ],
    isVisible: (element) => {
      if (checkVisibility) {
        return apply(checkVisibility, element, [{ checkOpacity: true, checkVisibilityCSS: true }]);
      }
      const style = apply(getComputedStyle, window, [element]);
      return style.display !== 'none' && style.visibility === 'visible' && style.opacity !== '0';
    },
    rectOf: (element) => apply(getBoundingClientRect, element, []),
    devices: () => {
      if (!enumerateDevices) return Promise.resolve([]);
      listing ??= apply(enumerateDevices, mediaDevices, []).finally(() => (listing = undefined));
      return Promise.race([listing, late(window, ANSWER_MS)]);
    },
    permission: async (name) => {
      if (!query) throw new TypeError('no Permissions API');
      let asked = asking.get(name);
      if (!asked) {
        asked = apply(query, permissions, [{ name: name as PermissionName }])
          .then(({ state }) => state)
          .finally(() => asking.delete(name));
        asking.set(name, asked);
        asked.then(
          (state) => answers.set(name, state),
          () => answers.delete(name),
        );
      }
      return Promise.race([asked, late(window, ANSWER_MS)]).catch((err: unknown) => {
        const before = asking.has(name) ? answers.get(name) : undefined;
        if (before === undefined) throw err;
        return before;
      });
    },
  };
}
