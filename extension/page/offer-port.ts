import { OFFER, WANTED } from '../hops/port.ts';
import type { HookOrder, Recorded } from '../hops/port.ts';

/** Hands one end of a channel to the relay, whichever of the two runs first; returns how to post to it. */
export function offerPort(window: Window, obey: (order: HookOrder) => void): (message: Recorded) => void {
  const { port1, port2 } = new MessageChannel();
  const offer = (): void => {
    const event = new MessageEvent(OFFER, { ports: [port2], cancelable: true });
    // Whoever takes it says so, and nobody is offered it again.
    if (!window.dispatchEvent(event)) window.removeEventListener(WANTED, offer);
  };
  window.addEventListener(WANTED, offer);
  offer();
  port1.onmessage = ({ data }: MessageEvent<HookOrder>) => obey(data);
  const post = port1.postMessage.bind(port1);
  return (message) => post(message);
}
