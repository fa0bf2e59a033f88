import { matchesAnyPattern } from '../core/protocol/channel-pattern.ts';
import type {
  Action,
  ClientFrame,
  PublishFrame,
  SendFrame,
  SubscribeFrame,
} from '../core/protocol/frames.ts';
import { MAX_MESSAGE_SIZE } from '../core/protocol/limits.ts';
import { utf8ByteLength } from '../core/util/utf8.ts';
import { directFrame, messageFrame, PONG_FRAME, presenceFrame } from './build-frames.ts';
import { Channels } from './channels.ts';
import type { PresenceChange } from './channels.ts';
import type { Connection } from './connection.ts';
import { toJson } from './json-size.ts';
import { Peers } from './peers.ts';

/**
 * The living side of one tenant: acts on frames, and delivers to the connections concerned.
 * Each frame is handled to its end in one go; the order of presence and messages rests on that.
 */
export class Hub {
  readonly #channels = new Channels<Connection>();
  readonly #peers = new Peers<Connection>();

  add(connection: Connection): void {
    this.#peers.add(connection);
  }

  remove(connection: Connection): void {
    this.#peers.remove(connection);
    for (const change of this.#channels.leaveAll(connection)) this.#announceDeparture(change);
  }

  handleFrame(connection: Connection, frame: ClientFrame): void {
    switch (frame.type) {
      case 'ping':
        connection.send(PONG_FRAME);
        return;
      case 'subscribe':
        return this.#subscribe(connection, frame);
      case 'unsubscribe': {
        const change = this.#channels.unsubscribe(connection, frame.channel);
        if (change) this.#announceDeparture(change);
        return connection.ack(frame.requestId);
      }
      case 'publish':
        return this.#publish(connection, frame);
      case 'send':
        return this.#send(connection, frame);
    }
  }

  /** Sends everyone away. Nobody is told that anybody left: they are all about to come back. */
  closeAll(retryAfterMs: () => number): void {
    this.#channels.clear();
    for (const connection of this.#peers.all()) connection.goAway(retryAfterMs());
  }

  #subscribe(connection: Connection, frame: SubscribeFrame): void {
    const { channel, requestId } = frame;
    if (!this.#mayUse(connection, 'subscribe', frame)) return;
    const result = this.#channels.subscribe(connection, channel, {
      includeSenderMetadata: frame.includeSenderMetadata === true,
    });
    if (!result.ok) {
      const why =
        result.reason === 'too_many_channels'
          ? 'The connection is in as many channels as it may be.'
          : 'The channel is full.';
      return connection.refuse('channel_limit_exceeded', why, requestId);
    }
    if (result.arrival) {
      const joined = presenceFrame(channel, [result.arrival.entry], []);
      for (const witness of result.arrival.witnesses) witness.send(joined);
    }
    connection.ack(requestId);
    if (connection.seesPresence) connection.send(presenceFrame(channel, result.snapshot, []));
  }

  #publish(connection: Connection, frame: PublishFrame): void {
    if (!this.#mayUse(connection, 'publish', frame)) return;
    const dataJson = this.#dataOf(connection, frame);
    if (dataJson === undefined) return;
    const { channel } = frame;
    const outgoing = { from: connection.peerId, dataJson };
    const plain = messageFrame(channel, { ...outgoing, fromMetadataJson: undefined });
    const stamped = messageFrame(channel, { ...outgoing, fromMetadataJson: connection.peerMetadataJson });
    for (const [subscriber, { includeSenderMetadata }] of this.#channels.subscribersOf(channel)) {
      if (subscriber !== connection) subscriber.send(includeSenderMetadata ? stamped : plain);
    }
    connection.ack(frame.requestId);
  }

  #send(connection: Connection, frame: SendFrame): void {
    const { to, requestId } = frame;
    if (!this.#mayAct(connection, 'send', requestId)) return;
    const dataJson = this.#dataOf(connection, frame);
    if (dataJson === undefined) return;
    const receiver = this.#peers.newest(to);
    if (!receiver) return connection.refuse('peer_not_found', 'No such peer is connected.', requestId);
    receiver.send(
      directFrame({ from: connection.peerId, dataJson, fromMetadataJson: connection.peerMetadataJson }),
    );
    connection.ack(requestId);
  }

  /** The frame's data as JSON; undefined once it has been refused. */
  #dataOf(connection: Connection, { data, requestId }: PublishFrame | SendFrame): string | undefined {
    const json = toJson(data);
    if (json === undefined) {
      connection.refuse('malformed_message', 'The data is nested too deeply.', requestId);
      return undefined;
    }
    if (utf8ByteLength(json) > MAX_MESSAGE_SIZE) {
      connection.refuse('malformed_message', `The data is larger than ${MAX_MESSAGE_SIZE} bytes.`, requestId);
      return undefined;
    }
    return json;
  }

  #mayAct(connection: Connection, action: Action, requestId: string | undefined): boolean {
    if (connection.identity.actions.has(action)) return true;
    connection.refuse('action_not_permitted', `The credential does not permit ${action}.`, requestId);
    return false;
  }

  #mayUse(connection: Connection, action: Action, frame: SubscribeFrame | PublishFrame): boolean {
    if (!this.#mayAct(connection, action, frame.requestId)) return false;
    if (matchesAnyPattern(connection.identity.channels, frame.channel)) return true;
    connection.refuse(
      'channel_not_authorized',
      'The credential does not admit the channel.',
      frame.requestId,
    );
    return false;
  }

  #announceDeparture({ channel, peerId, witnesses }: PresenceChange<Connection>): void {
    const left = presenceFrame(channel, [], [JSON.stringify({ peerId })]);
    for (const witness of witnesses) witness.send(left);
  }
}
