import type { Backplane } from './backplane/backplane.ts';
import { directFrame } from './build-frames.ts';
import type { OutgoingData } from './build-frames.ts';
import type { Connection } from './connection.ts';
import { refuseUnconfirmed } from './frame-checks.ts';
import type { Peers } from './peers.ts';

export interface DirectsOptions {
  tenantId: string;
  backplane: Backplane;
  /** The tenant's peers on this node. */
  peers: Peers<Connection>;
  /** A message that was counted goes to nobody. */
  onUnknown: () => void;
}

/** Brings messages to one peer: to its newest socket, on whichever node that is. */
export class Directs {
  readonly #options: DirectsOptions;

  constructor(options: DirectsOptions) {
    this.#options = options;
  }

  /** False if no socket here takes it. */
  deliver(to: string, outgoing: OutgoingData): boolean {
    const frame = directFrame(outgoing);
    return this.#options.peers
      .of(to)
      .toReversed()
      .some((connection) => connection.send(frame));
  }

  /** Delivers and answers the sender. A promise if its next frames have to wait. */
  send(
    connection: Connection,
    to: string,
    outgoing: OutgoingData,
    requestId: string | undefined,
  ): Promise<void> | undefined {
    if (this.#route(connection, to, outgoing, requestId)) return undefined;
    // It may have arrived on another node a moment ago.
    const caughtUp = this.#options.backplane.catchUp();
    if (!caughtUp) return void this.#refuseUnknown(connection, requestId);
    return caughtUp.then(
      () => {
        // Everybody has seen the sender leave meanwhile.
        if (connection.gone) return this.#options.onUnknown();
        if (!this.#route(connection, to, outgoing, requestId)) this.#refuseUnknown(connection, requestId);
      },
      () => refuseUnconfirmed(connection, requestId),
    );
  }

  /** False if nobody knows the peer. */
  #route(connection: Connection, to: string, outgoing: OutgoingData, requestId: string | undefined): boolean {
    const { backplane, tenantId, peers } = this.#options;
    const here = peers.newest(to);
    const there = backplane.locate(tenantId, to);
    if (here && (!there || here.connectedAt >= there.newestAt)) {
      if (this.deliver(to, outgoing)) connection.ack(requestId);
      else this.#refuseUnknown(connection, requestId);
      return true;
    }
    if (!there) return false;
    void backplane.direct(there.nodeId, tenantId, to, outgoing).then(
      // Gone from there a moment ago, it may still have an older socket here.
      (delivered) =>
        delivered || (!connection.gone && this.deliver(to, outgoing))
          ? connection.ack(requestId)
          : this.#refuseUnknown(connection, requestId),
      () => refuseUnconfirmed(connection, requestId),
    );
    return true;
  }

  #refuseUnknown(connection: Connection, requestId: string | undefined): void {
    this.#options.onUnknown();
    connection.refuse('peer_not_found', 'No such peer is connected.', requestId);
  }
}
