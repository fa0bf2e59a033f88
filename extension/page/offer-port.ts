import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder, Recorded } from '../hops/port.ts';

export interface OfferedPort {
  readonly post: (message: Recorded) => void;
  /** A relay has it. What is posted before that stays in the page's memory for ever. */
  readonly taken: boolean;
  /** Nothing is offered, said or heard any more. */
  close(): void;
}

/**
 * Hands one end of a channel to the relay, whichever of the two runs first.
 * @param takenLate Called when a relay takes it that was not there yet.
 */
export function offerPort(
  window: Window,
  obey: (order: HookOrder) => void,
  takenLate: () => void,
): OfferedPort {
  const { port1, port2 } = new MessageChannel();
  let taken = false;
  const offer = (): void => {
    const event = new MessageEvent(OFFER, { ports: [port2], cancelable: true });
    // Whoever takes it says so, and nobody is offered it again.
    if (window.dispatchEvent(event)) return;
    taken = true;
    window.removeEventListener(WANTED, offerLate);
  };
  const offerLate = (): void => {
    offer();
    if (taken) takenLate();
  };
  window.addEventListener(WANTED, offerLate);
  offer();
  port1.onmessage = ({ data }: MessageEvent<HookOrder>) => obey(data);
  const post = port1.postMessage.bind(port1);
  const close = port1.close.bind(port1);
  return {
    get taken() {
      return taken;
    },
    post: (message) => post(message),
    close() {
      window.removeEventListener(WANTED, offerLate);
      close();
    },
  };
}
