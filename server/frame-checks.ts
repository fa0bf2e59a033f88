import type { Action, PublishFrame, SendFrame, SubscribeFrame } from '../core/protocol/frames.ts';
import { MAX_MESSAGE_SIZE } from '../core/protocol/limits.ts';
import type { Connection } from './connection.ts';
import { toJson } from './json-size.ts';

/** What a frame has to pass before anything is done about it. Each check refuses the frame itself. */

/** The frame's data as JSON; undefined once it has been refused. */
export function dataOf(
  connection: Connection,
  { data, requestId }: PublishFrame | SendFrame,
): string | undefined {
  const json = toJson(data);
  if (json === undefined) {
    connection.refuse('malformed_message', 'The data is nested too deeply.', requestId);
    return undefined;
  }
  // A character takes three bytes at most, so that short data need not be measured.
  if (json.length * 3 > MAX_MESSAGE_SIZE && Buffer.byteLength(json) > MAX_MESSAGE_SIZE) {
    connection.refuse('malformed_message', `The data is larger than ${MAX_MESSAGE_SIZE} bytes.`, requestId);
    return undefined;
  }
  return json;
}

export function mayAct(connection: Connection, action: Action, requestId: string | undefined): boolean {
  if (connection.identity.actions.has(action)) return true;
  connection.refuse('action_not_permitted', `The credential does not permit ${action}.`, requestId);
  return false;
}

export function mayUse(
  connection: Connection,
  action: Action,
  { channel, requestId }: SubscribeFrame | PublishFrame,
): boolean {
  if (!mayAct(connection, action, requestId)) return false;
  if (connection.admits(channel)) return true;
  connection.refuse('channel_not_authorized', 'The credential does not admit the channel.', requestId);
  return false;
}

/** The answer where the backplane failed. */
export function refuseUnconfirmed(connection: Connection, requestId: string | undefined): void {
  const why = 'Not every part of the service has confirmed; the fate of the request is unknown.';
  connection.refuse('backend_error', why, requestId);
}
