/** Pings a quiet connection and reports a silent one. One instance a socket. */
export class Keepalive {
  readonly #timeoutMs: number;
  readonly #onPing: () => void;
  readonly #onSilent: () => void;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  /** `timeoutMs` of 0, a negative or a non-finite number turns ping and watchdog off. */
  constructor(timeoutMs: number, onPing: () => void, onSilent: () => void) {
    this.#timeoutMs = Number.isFinite(timeoutMs) && timeoutMs > 0 ? timeoutMs : 0;
    this.#onPing = onPing;
    this.#onSilent = onSilent;
  }

  /** A frame arrived, or the socket opened: the watch starts anew. */
  alive(): void {
    if (this.#timeoutMs === 0) return;
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(this.#onSilent, this.#timeoutMs);
    this.#pingTimer ??= setInterval(this.#onPing, Math.max(1_000, Math.floor(this.#timeoutMs / 3)));
  }

  stop(): void {
    clearTimeout(this.#silenceTimer);
    clearInterval(this.#pingTimer);
    this.#silenceTimer = undefined;
    this.#pingTimer = undefined;
  }
}
