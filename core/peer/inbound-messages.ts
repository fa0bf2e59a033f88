import type { DirectMessageEvent, MessageEvent } from '../protocol/frames.ts';
import { parseSignal } from '../protocol/signals.ts';
import type { Logger } from '../util/log.ts';
import { parseServerNote } from './identity.ts';
import type { Members } from './members.ts';
import type { MeteredPeerEventMap } from './metered-peer-types.ts';

/** null outside of a channel. */
export interface WhereWeAre {
  readonly channel: string | null;
  readonly peerId: string | null;
}

export interface InboundMessagesOwner {
  /** undefined outside of a channel. */
  members(): Members | undefined;
  received(ev: MeteredPeerEventMap['data']): void;
  logger: Logger;
}

/** What comes by way of the server from other peers: signals and notes to whom they are for, the rest to the application. */
export class InboundMessages {
  readonly #peer: WhereWeAre;
  readonly #owner: InboundMessagesOwner;

  constructor(peer: WhereWeAre, owner: InboundMessagesOwner) {
    this.#peer = peer;
    this.#owner = owner;
  }

  direct({ from, data, fromMetadata }: DirectMessageEvent): void {
    if (this.#isOurs(from)) return;
    const parsed = parseSignal(data);
    switch (parsed.kind) {
      case 'invalid':
        this.#owner.logger.warn('dropped a signal', { from, reason: parsed.reason });
        return;
      case 'signal':
      case 'track-metadata':
        this.#owner.members()?.handle(from, parsed);
        return;
      case 'application':
        return this.#directData(from, data, fromMetadata);
    }
  }

  broadcast({ channel, from, data, fromMetadata }: MessageEvent): void {
    if (channel !== this.#peer.channel || this.#isOurs(from)) return;
    const hear = (): void => this.#received('broadcast', from, data, fromMetadata);
    if (!this.#owner.members()?.holdBack(from, hear)) hear();
  }

  #directData(from: string, data: unknown, fromMetadata: Record<string, unknown> | undefined): void {
    const members = this.#owner.members();
    const note = parseServerNote(data);
    if (note && members?.noted(from, note)) return;
    if (members?.holdBack(from, () => this.#directData(from, data, fromMetadata))) return;
    if (members?.byServerId(from)) this.#received('direct', from, data, fromMetadata);
    else this.#owner.logger.debug('dropped a direct message from outside the channel', { from });
  }

  #isOurs(peerId: string): boolean {
    return peerId === this.#peer.peerId || this.#owner.members()?.isOurs(peerId) === true;
  }

  #received(
    kind: 'broadcast' | 'direct',
    from: string,
    data: unknown,
    fromMetadata: Record<string, unknown> | undefined,
  ): void {
    const member = this.#owner.members()?.byServerId(from);
    if (member && !member.route.accepts(data)) return;
    this.#owner.received({
      senderPeerId: member?.remote.id ?? from,
      data,
      kind,
      ...(fromMetadata === undefined ? {} : { senderMetadata: fromMetadata }),
    });
  }
}
