import type { Duplex } from 'node:stream';

/**
 * Node stops listening to a socket that it hands out for an upgrade. Until somebody else does, a client that hangs
 * up would end the process, and one that reads nothing would hold the socket for ever: such a one is let go here.
 */
export function guardSocket(socket: Duplex): void {
  socket.on('error', destroy);
  socket.on('timeout', destroy);
}

/** Somebody else listens by now, or will before anything can happen. */
export function unguardSocket(socket: Duplex): void {
  socket.off('error', destroy);
  socket.off('timeout', destroy);
}

function destroy(this: Duplex): void {
  this.destroy();
}
