import { MAX_CONNECTIONS, MAX_NUMBERS } from './bounds.ts';
import { Connection } from './connection.ts';
import type { Patches } from './patches.ts';
import type { Scope } from './scope.ts';
import { keepWithin } from './stats-store.ts';
import type { ConnectionTrace } from './trace.ts';
import type { Tracks } from './tracks.ts';

type Legacy = (...args: unknown[]) => unknown;

/** Every connection of a page, and the hooks by which their methods tell. */
export class Connections {
  /** A connection was met that is older than the recording. */
  missedSome = false;
  /** Told every configuration as it was given, before anything is taken out of it. */
  onConfiguration: (configuration: unknown) => void = () => undefined;
  readonly #scope: Scope;
  readonly #tracks: Tracks;
  readonly #all: Connection[] = [];
  readonly #known = new WeakMap<object, Connection>();

  constructor(scope: Scope, tracks: Tracks) {
    this.#scope = scope;
    this.#tracks = tracks;
  }

  /** A connection that has just been made. */
  watch(connection: RTCPeerConnection, configuration?: unknown): Connection {
    const known = this.#known.get(connection);
    if (known) return known;
    const made = new Connection(this.#scope, this.#tracks, connection, configuration);
    this.#known.set(connection, made);
    this.onConfiguration(configuration);
    this.#all.push(made);
    if (this.#all.length > MAX_CONNECTIONS) this.#forgetOne();
    this.#scope.changed();
    return made;
  }

  /** Hooks for the methods of a connection, or of the prototype of all. */
  hook(target: object, patches: Patches): void {
    const on = (
      key: string,
      note: (connection: Connection, args: unknown[], result: unknown) => void,
    ): void =>
      patches.method(target, key, {
        after: (self, args, result) => void note(this.#of(self), args, result),
      });
    const described = (key: string, end: 'local' | 'remote'): void =>
      this.#settled(target, patches, key, 1, (connection, [given], error) =>
        connection.described(end, given, error),
      );

    described('setLocalDescription', 'local');
    described('setRemoteDescription', 'remote');
    this.#settled(target, patches, 'addIceCandidate', 1, (connection, [given], error) =>
      connection.candidate('remote', given, error),
    );
    on('setConfiguration', (connection, [configuration]) => {
      connection.configured(configuration);
      this.onConfiguration(configuration);
    });
    for (const key of ['addTrack', 'removeTrack', 'addTransceiver', 'addStream'])
      on(key, (connection) => connection.checkSenders());
    on('createDataChannel', (connection, _, channel) => connection.channel(channel as RTCDataChannel));
    on('restartIce', (connection) => connection.note({ type: 'ice-restart' }));
    on('createOffer', (connection, args) => {
      const options = args.find((arg) => typeof arg === 'object' && arg !== null) as
        RTCOfferOptions | undefined;
      if (options?.iceRestart) connection.note({ type: 'ice-restart' });
    });
    on('close', (connection) => connection.closed());
  }

  /** Senders can be given another track without their connection being asked. */
  checkSenders(): void {
    for (const connection of this.#all) connection.checkSenders();
  }

  sample(): void {
    for (const connection of this.#all) this.#scope.safely(() => connection.sample());
    keepWithin(
      this.#all.map(({ stats }) => stats),
      MAX_NUMBERS,
    );
  }

  snapshot(peerOf: (sessions: Iterable<string>) => string | undefined, samples: number): ConnectionTrace[] {
    return this.#all.map((connection) => connection.snapshot(peerOf(connection.sessions), samples));
  }

  stop(): void {
    for (const connection of this.#all) connection.stop();
  }

  /** One that was not met before is older than the recording. */
  #of(self: unknown): Connection {
    const known = this.#known.get(self as object);
    if (known) return known;
    this.missedSome = true;
    const connection = self as RTCPeerConnection;
    const made = this.watch(connection, connection.getConfiguration());
    made.note({ type: 'signaling-state', state: connection.signalingState });
    made.note({ type: 'ice-state', state: connection.iceConnectionState });
    made.note({ type: 'connection-state', state: connection.connectionState });
    return made;
  }

  /** A method that returns a promise, or takes callbacks from `legacyFrom` on and then promises nothing. */
  #settled(
    target: object,
    patches: Patches,
    key: string,
    legacyFrom: number,
    settled: (connection: Connection, args: unknown[], error?: unknown) => void,
  ): void {
    const isLegacy = (args: unknown[]): boolean => typeof args[legacyFrom] === 'function';
    patches.method(target, key, {
      before: (self, args) => {
        if (!isLegacy(args)) return undefined;
        const connection = this.#of(self);
        const tell = (callback: unknown, failed: boolean): unknown =>
          typeof callback !== 'function'
            ? callback
            : new Proxy(callback as Legacy, {
                apply: (native, that, given: unknown[]) => {
                  this.#scope.safely(() => settled(connection, args, failed ? given[0] : undefined));
                  return Reflect.apply(native, that, given);
                },
              });
        return args.map((arg, i) => (i < legacyFrom ? arg : tell(arg, i > legacyFrom)));
      },
      after: (self, args, result) => {
        if (isLegacy(args)) return undefined;
        const connection = this.#of(self);
        return this.#scope.observe(
          result as Promise<unknown>,
          () => settled(connection, args),
          (error) => settled(connection, args, error),
        );
      },
    });
  }

  /** Closed ones first. */
  #forgetOne(): void {
    const closed = this.#all.findIndex(({ closedAt }) => closedAt !== undefined);
    const [gone] = this.#all.splice(Math.max(closed, 0), 1);
    gone?.stop();
    this.#scope.drop(1);
  }
}
