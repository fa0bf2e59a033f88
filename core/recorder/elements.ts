import { MAX_ELEMENTS, MAX_ELEMENT_EVENTS } from './bounds.ts';
import { BoundedList } from './bounded-list.ts';
import { cleanError, cleanText } from './clean.ts';
import type { Draft } from './draft.ts';
import { Observer } from './observe-element.ts';
import type { Patches } from './patches.ts';
import type { Scope } from './scope.ts';
import { standingOfElement } from './standing.ts';
import type { ElementEvent, ElementObservation, ElementTrace } from './trace.ts';
import type { Tracks } from './tracks.ts';

interface Entry {
  readonly trace: Draft<ElementTrace, 'log'>;
  readonly log: BoundedList<ElementEvent>;
  /** Weak: recording keeps no element alive. */
  readonly element: WeakRef<HTMLMediaElement>;
  /** The last observation as JSON, to tell whether anything has changed. */
  seen: string;
}

/** In place of the last observation, of an element that is no more. */
const COLLECTED = 'collected';
const NOWHERE = {
  connected: false,
  ...{ width: 0, height: 0, inViewport: false, visible: false },
  ...{ stream: null, streamObject: null, streamActive: false, tracks: [], liveTracks: [] },
} as const satisfies Partial<ElementObservation>;

/** Media elements that have, or had, a stream. */
export class Elements {
  readonly #scope: Scope;
  readonly #observer: Observer;
  #entries: Entry[] = [];
  readonly #known = new WeakMap<HTMLMediaElement, Entry>();
  readonly #ignored = new WeakSet<HTMLMediaElement>();
  /** Ids of elements whose picture is sampled. */
  luma: ReadonlySet<string> = new Set();

  constructor(scope: Scope, tracks: Tracks) {
    this.#scope = scope;
    this.#observer = new Observer(scope, tracks);
  }

  /** Hooks for the methods of one element, or of the prototype of all. */
  hook(target: object, patches: Patches): void {
    patches.method(target, 'play', {
      after: (self, _, result) => {
        const entry = this.#entry(self as HTMLMediaElement);
        if (!entry) return undefined;
        const note = (error?: unknown): void =>
          this.#note(entry, {
            at: this.#scope.now(),
            type: 'play',
            ...(error === undefined ? {} : { error: cleanError(error) }),
          });
        return this.#scope.observe(result as Promise<void>, () => note(), note);
      },
    });
    patches.method(target, 'pause', {
      after: (self) => {
        const entry = this.#entry(self as HTMLMediaElement);
        if (entry) this.#note(entry, { at: this.#scope.now(), type: 'pause' });
      },
    });
    patches.setter(target, 'srcObject', {
      after: (self) => {
        const element = self as HTMLMediaElement;
        const entry = this.#entry(element);
        if (entry) this.#source(entry, element);
      },
    });
  }

  /** Observes an element from now on, whether it has a stream or not. */
  watch(element: HTMLMediaElement, peer?: string): string {
    const entry = this.#known.get(element) ?? this.#add(element);
    if (peer !== undefined) entry.trace.peer = peer;
    return entry.trace.id;
  }

  /** Leaves an element of the recorder's own out of the trace. */
  ignore(element: HTMLMediaElement): void {
    this.#ignored.add(element);
  }

  /** Finds elements in open shadow roots, once: later ones tell of themselves when they play. */
  findInShadows(root: Document | ShadowRoot): void {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) this.findInShadows(element.shadowRoot);
      else if (element instanceof this.#scope.window.HTMLMediaElement) this.#entry(element);
    }
  }

  /** The look once a second. */
  observe(wholeDocument: boolean): void {
    if (wholeDocument) for (const element of this.#scope.natives.mediaElements()) this.#entry(element);
    for (const entry of this.#entries) {
      const element = entry.element.deref();
      if (element) this.#scope.safely(() => this.#observe(entry, element));
      else this.#collected(entry);
    }
  }

  /** An element that shows this track, for its picture. */
  showing(track: MediaStreamTrack): HTMLVideoElement | undefined {
    for (const { element } of this.#entries) {
      const found = element.deref();
      const stream = found && streamOf(found, this.#scope);
      if (stream?.getVideoTracks()[0] === track && found?.tagName === 'VIDEO')
        return found as HTMLVideoElement;
    }
    return undefined;
  }

  snapshot(): ElementTrace[] {
    return this.#entries.map(({ trace, log }) => ({ ...trace, log: [...log.items] }));
  }

  /** Undefined for an element that has never had a stream: it is none of ours. */
  #entry(element: HTMLMediaElement): Entry | undefined {
    const known = this.#known.get(element);
    if (known || this.#ignored.has(element)) return known;
    return streamOf(element, this.#scope) ? this.#add(element) : undefined;
  }

  #add(element: HTMLMediaElement): Entry {
    const entry: Entry = {
      trace: {
        id: this.#scope.nextId('e'),
        tag: element.tagName === 'AUDIO' ? 'audio' : 'video',
        firstSeenAt: this.#scope.now(),
      },
      log: new BoundedList(MAX_ELEMENT_EVENTS, this.#scope.drop, standingOfElement),
      element: new WeakRef(element),
      seen: '',
    };
    this.#known.set(element, entry);
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ELEMENTS) this.#forgetOne();
    if (streamOf(element, this.#scope)) this.#source(entry, element);
    return entry;
  }

  #source(entry: Entry, element: HTMLMediaElement): void {
    const stream = streamOf(element, this.#scope);
    const last = entry.log.items.findLast((event) => event.type === 'source');
    const id = stream ? cleanText(stream.id) : null;
    const same = this.#observer.sameStream(element, stream);
    if (same && last?.stream === id) return;
    this.#note(entry, { at: this.#scope.now(), type: 'source', stream: id });
  }

  #observe(entry: Entry, element: HTMLMediaElement): void {
    const stream = streamOf(element, this.#scope);
    const seen: ElementObservation = this.#observer.look(element, stream, this.luma.has(entry.trace.id));
    const text = JSON.stringify(seen);
    if (text === entry.seen) return;
    entry.seen = text;
    this.#note(entry, { at: this.#scope.now(), type: 'observed', ...seen });
  }

  /** What was let go between two looks would else be said to stand in the page for ever. */
  #collected(entry: Entry): void {
    const last = entry.log.items.findLast((event) => event.type === 'observed');
    if (!last || entry.seen === COLLECTED) return;
    entry.seen = COLLECTED;
    this.#note(entry, { ...last, at: this.#scope.now(), ...NOWHERE });
  }

  #note(entry: Entry, event: ElementEvent): void {
    entry.log.push(event);
    this.#scope.changed();
  }

  /** One that is gone first, else the oldest. */
  #forgetOne(): void {
    const gone = this.#entries.findIndex(({ element }) => !element.deref()?.isConnected);
    this.#entries.splice(Math.max(gone, 0), 1);
    this.#scope.drop(1);
  }
}

function streamOf(element: HTMLMediaElement, scope: Scope): MediaStream | null {
  const { srcObject } = element;
  return srcObject instanceof scope.window.MediaStream ? srcObject : null;
}
