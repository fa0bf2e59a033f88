import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder, Recorded } from '../hops/port.ts';

export interface OfferedPort {
  readonly post: (message: Recorded) => void;
  /** A relay was there already, and took it. */
  readonly taken: boolean;
  /** Nothing is offered, said or heard any more. */
  close(): void;
}

/** Hands one end of a channel to the relay, whichever of the two runs first. */
export function offerPort(window: Window, obey: (order: HookOrder) => void): OfferedPort {
  const { port1, port2 } = new MessageChannel();
  const offer = (): boolean => {
    const event = new MessageEvent(OFFER, { ports: [port2], cancelable: true });
    // Whoever takes it says so, and nobody is offered it again.
    const taken = !window.dispatchEvent(event);
    if (taken) window.removeEventListener(WANTED, offer);
    return taken;
  };
  window.addEventListener(WANTED, offer);
  const taken = offer();
  port1.onmessage = ({ data }: MessageEvent<HookOrder>) => obey(data);
  const post = port1.postMessage.bind(port1);
  const close = port1.close.bind(port1);
  return {
    taken,
    post: (message) => post(message),
    close() {
      window.removeEventListener(WANTED, offer);
      close();
    },
  };
}
