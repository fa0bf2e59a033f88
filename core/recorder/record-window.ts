import type { EngineNotice } from '../util/tell-recorder.ts';
import type { Call } from './calls.ts';
import { cleanText } from './clean.ts';
import type { PageWindow } from './natives.ts';
import { Recorder } from './recorder.ts';
import type { Recording, SampleWants } from './recorder.ts';

const KEY = Symbol.for('metered-call.recorder');
const VERSION = 1;

export interface RecordWindowOptions {
  /** The caller runs before every script of the page. Default false. */
  readonly fromStart?: boolean;
  /**
   * Gets every configuration that the page gives a connection, credentials included: for probes in this page, and for nothing
   * that leaves it. Never called where the window is recorded already.
   */
  readonly onConfiguration?: (configuration: unknown) => void;
}

/** What `window[Symbol.for('metered-call.recorder')]` holds while the window is recorded. */
export interface SharedRecorder {
  readonly version: number;
  /** Joins the recording; it ends when everybody has stopped. */
  subscribe(): Recording;
  /** For engines, which know nothing of recorders: see `tellRecorder`. */
  tell(notice: EngineNotice): void;
}

/**
 * Records what `window` does with WebRTC, capture, playback and WebSocket from now on. One recording a window: a second
 * call shares the first. Never throws into the page; `stop()` puts back every global that is still its own.
 */
export function recordWindow(window: PageWindow, options: RecordWindowOptions = {}): Recording {
  const slots = window as unknown as Record<symbol, SharedRecorder | undefined>;
  const running = slots[KEY];
  if (typeof running?.subscribe === 'function') return running.subscribe();

  const recorder = new Recorder(window, { ...options, wholeDocument: true });
  if (options.onConfiguration) recorder.connections.onConfiguration = options.onConfiguration;
  const readers = new Map<object, SampleWants>();
  let call: Call | undefined;
  /** What engines do wrong without a socket of theirs being known. */
  const engines = (): Call => (call ??= recorder.calls.add());
  recorder.onUnhandled((reason) => engines().failed(reason));
  const shared: SharedRecorder = {
    version: VERSION,
    tell: ({ type, target, count }) =>
      void recorder.scope.safely(() =>
        engines().note({ type, target: cleanText(target, 64), count: Number(count) }),
      ),
    subscribe: () => reader(recorder, readers, () => slots[KEY] === shared && delete slots[KEY]),
  };
  Object.defineProperty(window, KEY, { value: shared, configurable: true });
  recorder.scope.safely(() => wrap(window, recorder));
  return shared.subscribe();
}

function reader(recorder: Recorder, readers: Map<object, SampleWants>, lastLeft: () => void): Recording {
  const self = {};
  const unlisten = new Set<() => void>();
  readers.set(self, {});
  const all = (kind: keyof SampleWants): string[] =>
    [...readers.values()].flatMap((wants) => wants[kind] ?? []);
  const watch = (): void =>
    recorder.watch({ elements: all('elements'), luma: all('luma'), level: all('level') });
  return {
    snapshot: (options) => recorder.snapshot(options),
    environment: () => recorder.environment(),
    watch: (wants) => {
      if (!readers.has(self)) return;
      readers.set(self, wants);
      watch();
    },
    onChange: (listener) => {
      const off = recorder.onChange(listener);
      unlisten.add(off);
      return off;
    },
    probed: (result) => recorder.probed(result),
    stop: () => {
      if (!readers.delete(self)) return;
      for (const off of unlisten) off();
      if (readers.size > 0) return watch();
      lastLeft();
      recorder.stop();
    },
  };
}

/** Each in a `safely` of its own: a page or a browser that lacks one has the others. */
function wrap(
  window: PageWindow,
  { scope, patches, connections, captures, elements, tracks, sockets }: Recorder,
): void {
  const attempt = (work: () => void): void => void scope.safely(work);
  attempt(() => patches.sourceText(window.Function.prototype));
  attempt(() => {
    connections.hook(window.RTCPeerConnection.prototype, patches);
    patches.constructors(window, ['RTCPeerConnection', 'webkitRTCPeerConnection'], (made, [configuration]) =>
      connections.watch(made as RTCPeerConnection, configuration),
    );
    patches.method(window.RTCRtpSender.prototype, 'replaceTrack', {
      after: (_, __, result) =>
        scope.observe(
          result as Promise<void>,
          () => connections.checkSenders(),
          () => undefined,
        ),
    });
  });
  attempt(() => captures.hook(window.MediaDevices.prototype, patches));
  attempt(() => {
    elements.hook(window.HTMLMediaElement.prototype, patches);
    elements.findInShadows(window.document);
  });
  attempt(() => {
    const after = (self: unknown): void => tracks.check(self as MediaStreamTrack);
    patches.method(window.MediaStreamTrack.prototype, 'stop', { after });
    patches.setter(window.MediaStreamTrack.prototype, 'enabled', { after });
  });
  attempt(() => {
    sockets.hook(window.WebSocket.prototype, patches);
    patches.constructors(window, ['WebSocket'], (made) =>
      sockets.watch(made as WebSocket, (made as WebSocket).url),
    );
  });
}
