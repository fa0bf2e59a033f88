import type { RemotePeer } from '../core/index.ts';

/** Each look waits for another thread of the browser, once for each receiver. */
const POLL_MS = 300;
/** A pause between two words does not end a turn. */
const HOLD_MS = 800;
/** As RFC 6464 scales it: about -40 dBov, above the noise of a quiet room. */
const LOUD = 0.01;

/** Follows whose sound is loud enough to be speech, from the receivers' own level meters. */
export class SpeakingMeter {
  readonly #lastLoud = new Map<string, number>();
  readonly #remotes: () => Iterable<RemotePeer>;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #speaking: ReadonlySet<string> = new Set();
  #active: string | null = null;

  constructor(remotes: () => Iterable<RemotePeer>, changed: () => void) {
    this.#remotes = remotes;
    this.#changed = changed;
  }

  get speaking(): ReadonlySet<string> {
    return this.#speaking;
  }

  /** Who spoke last; stays until somebody else has the word alone. */
  get active(): string | null {
    return this.#active;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#poll(), POLL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#lastLoud.clear();
    this.#speaking = new Set();
    this.#active = null;
  }

  #poll(): void {
    if (document.hidden) return;
    const now = performance.now();
    const speaking = new Set<string>();
    for (const remote of this.#remotes()) {
      if (levelOf(remote) > LOUD) this.#lastLoud.set(remote.id, now);
      if (now - (this.#lastLoud.get(remote.id) ?? -Infinity) < HOLD_MS) speaking.add(remote.id);
    }
    const same = speaking.size === this.#speaking.size && [...speaking].every((id) => this.#speaking.has(id));
    if (same) return;
    this.#speaking = speaking;
    const [first] = speaking;
    if (first !== undefined && !speaking.has(this.#active ?? '')) this.#active = first;
    this.#changed();
  }
}

function levelOf(remote: RemotePeer): number {
  if (remote.state !== 'connected' || remote.health?.microphone === 'off') return 0;
  try {
    const receivers = (remote.pc as Partial<RTCPeerConnection>).getReceivers?.() ?? [];
    return Math.max(
      0,
      ...receivers
        .filter((receiver) => receiver.track.kind === 'audio')
        .map((receiver) => receiver.getSynchronizationSources()[0]?.audioLevel ?? 0),
    );
  } catch {
    return 0;
  }
}
