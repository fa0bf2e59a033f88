import { tellRecorder } from './tell-recorder.ts';

export type Handler<P> = (payload: P) => void;

export interface ListenOptions {
  /** Removes the handler when aborted; an already aborted signal never adds it. */
  signal?: AbortSignal;
}

export interface EventEmitterOptions {
  /** Called when a listener throws; the default writes to console.error. */
  onListenerError?: (err: unknown, eventName: string) => void;
  /** A count of listeners on one event from which a leak is suspected. Default 100. */
  maxListenersWarn?: number;
  onListenerWarn?: (msg: string, ctx: Record<string, unknown>) => void;
}

interface Registration {
  readonly handler: Handler<never>;
  readonly once: boolean;
  readonly release: (() => void) | undefined;
}

/**
 * A typed, synchronous event emitter. Handlers run in the order they were added; one that throws
 * is reported and does not stop the others.
 */
export class EventEmitter<EventMap> {
  readonly #registrations = new Map<keyof EventMap, Registration[]>();
  readonly #warned = new Set<keyof EventMap>();
  readonly #options: EventEmitterOptions;

  constructor(options: EventEmitterOptions = {}) {
    this.#options = options;
  }

  on<K extends keyof EventMap>(event: K, handler: Handler<EventMap[K]>, options?: ListenOptions): this {
    return this.#add(event, handler, false, options);
  }

  once<K extends keyof EventMap>(event: K, handler: Handler<EventMap[K]>, options?: ListenOptions): this {
    return this.#add(event, handler, true, options);
  }

  /** Removes the first registration of `handler`; silent if there is none. */
  off<K extends keyof EventMap>(event: K, handler: Handler<EventMap[K]>): this {
    const found = this.#registrations.get(event)?.find((r) => r.handler === handler);
    if (found) this.#remove(event, found);
    return this;
  }

  /** Calls the handlers of `event`; true if there was one. */
  emit<K extends keyof EventMap>(event: K, payload: EventMap[K]): boolean {
    const current = this.#registrations.get(event);
    if (!current || current.length === 0) return false;
    for (const registration of [...current]) {
      if (registration.once) this.#remove(event, registration);
      try {
        (registration.handler as Handler<EventMap[K]>)(payload);
      } catch (err) {
        this.#reportThrown(err, String(event));
      }
    }
    return true;
  }

  listenerCount<K extends keyof EventMap>(event: K): number {
    return this.#registrations.get(event)?.length ?? 0;
  }

  removeAllListeners(): this {
    for (const list of this.#registrations.values()) for (const r of list) r.release?.();
    this.#registrations.clear();
    this.#warned.clear();
    return this;
  }

  #add<K extends keyof EventMap>(
    event: K,
    handler: Handler<EventMap[K]>,
    once: boolean,
    options?: ListenOptions,
  ): this {
    const signal = options?.signal;
    if (signal?.aborted) return this;
    let release: (() => void) | undefined;
    if (signal) {
      const onAbort = (): void => this.#remove(event, registration);
      signal.addEventListener('abort', onAbort, { once: true });
      release = () => signal.removeEventListener('abort', onAbort);
    }
    const registration: Registration = { handler, once, release };
    const list = this.#registrations.get(event);
    if (list) list.push(registration);
    else this.#registrations.set(event, [registration]);
    this.#warnOnce(event);
    return this;
  }

  #remove(event: keyof EventMap, registration: Registration): void {
    const list = this.#registrations.get(event);
    const index = list?.indexOf(registration) ?? -1;
    if (!list || index < 0) return;
    list.splice(index, 1);
    registration.release?.();
    if (list.length === 0) this.#registrations.delete(event);
    if (list.length < (this.#options.maxListenersWarn ?? 100)) this.#warned.delete(event);
  }

  #warnOnce(event: keyof EventMap): void {
    const count = this.#registrations.get(event)?.length ?? 0;
    if (count < (this.#options.maxListenersWarn ?? 100) || this.#warned.has(event)) return;
    this.#warned.add(event);
    tellRecorder({ type: 'listeners', target: String(event), count });
    const message = `${count} listeners on "${String(event)}": a listener is probably added without being removed`;
    if (this.#options.onListenerWarn) this.#options.onListenerWarn(message, { event, count });
    // eslint-disable-next-line no-console -- the documented default
    else console.warn(`[metered-call] ${message}`);
  }

  #reportThrown(err: unknown, eventName: string): void {
    if (this.#options.onListenerError) this.#options.onListenerError(err, eventName);
    // eslint-disable-next-line no-console -- the documented default
    else console.error(`[metered-call] a listener of "${eventName}" threw`, err);
  }
}
