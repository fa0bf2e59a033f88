import type { Call } from './calls.ts';
import type { PageWindow } from './natives.ts';
import { Recorder } from './recorder.ts';
import type { Recording } from './recorder.ts';
import type { CaptureTrace } from './trace.ts';

type Factory<A, T> = (argument: A) => T;

/**
 * A recording of what its owner hands over, and of nothing else in the page: no global is touched, only the objects
 * given. Every method may be called at any time and throws nothing of its own.
 */
export interface OwnedRecorder extends Recording {
  /** One engine, from its construction to its end. */
  addCall(): Call;
  /** A factory that makes what `make` makes, and watches it. */
  rtcPeerConnectionFactory<T extends object>(
    make: Factory<RTCConfiguration, T>,
  ): Factory<RTCConfiguration, T>;
  webSocketFactory<T extends object>(make: Factory<string, T>, call: Call): Factory<string, T>;
  watchConnection(
    connection: object,
    what?: { readonly peer?: string; readonly configuration?: RTCConfiguration },
  ): void;
  watchElement(element: HTMLMediaElement, what?: { readonly peer?: string }): void;
  /** To be awaited in place of `result`. */
  capture(
    method: CaptureTrace['method'],
    constraints: MediaStreamConstraints | DisplayMediaStreamOptions | undefined,
    result: Promise<MediaStream>,
  ): Promise<MediaStream>;
}

export function createRecorder(window: PageWindow = globalThis.window): OwnedRecorder {
  const recorder = new Recorder(window, { fromStart: true });
  const { scope, patches, connections, elements, sockets, captures } = recorder;
  const hooked = new WeakSet();
  /** Hooks go onto the object itself, once. */
  const once = (object: object, work: () => void): void =>
    void scope.safely(() => {
      if (hooked.has(object)) return;
      hooked.add(object);
      work();
    });
  const watchConnection: OwnedRecorder['watchConnection'] = (object, { peer, configuration } = {}) =>
    void scope.safely(() => {
      const watched = connections.watch(object as RTCPeerConnection, configuration);
      if (peer !== undefined) watched.peer = peer;
      once(object, () => connections.hook(object, patches));
    });
  return {
    snapshot: (options) => recorder.snapshot(options),
    environment: () => recorder.environment(),
    watch: (wants) => recorder.watch(wants),
    onChange: (listener) => recorder.onChange(listener),
    stop: () => recorder.stop(),
    addCall: () => recorder.calls.add(),
    rtcPeerConnectionFactory: (make) => (configuration) => {
      const made = make(configuration);
      watchConnection(made, { configuration });
      return made;
    },
    webSocketFactory: (make, call) => (url) => {
      const made = make(url);
      once(made, () => {
        sockets.watch(made as unknown as EventTarget, url, call);
        sockets.hook(made, patches);
      });
      return made;
    },
    watchConnection,
    watchElement: (element, { peer } = {}) =>
      void scope.safely(() => {
        elements.watch(element, peer);
        once(element, () => elements.hook(element, patches));
      }),
    capture: (method, constraints, result) =>
      scope.safely(() => captures.watch(method, constraints, result)) ?? result,
    probed: (result) => recorder.probed(result),
  };
}
