import { isRecord } from '../../../core/util/is-record.ts';
import type { DepartureReason, OutgoingData } from '../../build-frames.ts';
import type { PeerRecord, TenantState } from '../backplane.ts';

/** What nodes say to each other over Redis: one header line of JSON, then a body. */

/** One change of what a node holds; the same list describes all that it holds. */
export type Item =
  | readonly ['joined', tenant: string, channel: string, peer: string, entry: string]
  | readonly ['left', tenant: string, channel: string, peer: string, reason: DepartureReason | null]
  | readonly ['peer', tenant: string, peer: string, record: PeerRecord | null]
  /** The peer has no socket there any more, and is on its way to another node. */
  | readonly ['moving', tenant: string, peer: string]
  | readonly ['denied', tenant: string, peer: string, untilMs: number];

interface FromNode {
  /** Who says it. */
  node: string;
}

/** One part of all that a node holds. `told` numbers the node's answers, `part` the parts of each from 0. */
export interface StatePart {
  kind: 'state';
  seq: number;
  told: number;
  part: number;
  last: boolean;
  items: readonly Item[];
}

/** `seq` is the number of the last `changes` that the node has sent. */
export type Message = FromNode &
  (
    | { kind: 'beat'; seq: number }
    | { kind: 'changes'; seq: number; items: Item[] }
    | { kind: 'ask' }
    | StatePart
    | { kind: 'message'; seq: number; id: number; tenant: string; channel: string; outgoing: OutgoingData }
    | { kind: 'direct'; seq: number; id: number; tenant: string; to: string; outgoing: OutgoingData }
    | { kind: 'kick'; seq: number; id: number; tenant: string; peer: string; untilMs: number | null }
    /** Of each message by id: what delivering it gave. */
    | { kind: 'confirm'; results: [id: number, value: number][] }
    | { kind: 'echo'; id: number }
    | { kind: 'bye' }
  );

/** Characters of one part of a state, so that no single message fills a connection's buffer. */
const PART_LENGTH = 262_144;

export function encode(message: Message): string {
  if (message.kind !== 'message' && message.kind !== 'direct') return JSON.stringify(message);
  // The data goes behind the header as it is: quoted inside it, every quotation mark would double.
  const { outgoing, ...rest } = message;
  const { dataJson, from, fromPeer, fromMetadataJson } = outgoing;
  return `${JSON.stringify({ ...rest, from, fromPeer, meta: fromMetadataJson })}\n${dataJson}`;
}

/** Null for what this version does not understand. Other nodes are trusted, but may be newer. */
export function decode(text: string): Message | null {
  const end = text.indexOf('\n');
  let header: unknown;
  try {
    header = JSON.parse(end < 0 ? text : text.slice(0, end));
  } catch {
    return null;
  }
  if (!isRecord(header) || typeof header['kind'] !== 'string' || typeof header['node'] !== 'string')
    return null;
  if (header['kind'] !== 'message' && header['kind'] !== 'direct') return header as unknown as Message;
  const { from, fromPeer, meta, ...rest } = header as Record<string, unknown> & {
    from: string;
    fromPeer?: boolean;
    meta?: string;
  };
  const outgoing = {
    from,
    fromPeer: fromPeer === true,
    fromMetadataJson: meta,
    dataJson: text.slice(end + 1),
  };
  return { ...rest, outgoing } as unknown as Message;
}

/** Everything a node holds, in parts; at least one, that an empty state can be told too. */
export function itemsOf(state: readonly [tenant: string, TenantState][]): Item[][] {
  const parts: Item[][] = [[]];
  let length = 0;
  const add = (item: Item, size: number): void => {
    length += size + 64;
    if (length > PART_LENGTH) {
      parts.push([]);
      length = size;
    }
    parts.at(-1)?.push(item);
  };
  for (const [tenant, { peers, channels, denials }] of state) {
    for (const [peer, record] of peers) add(['peer', tenant, peer, record], 200);
    for (const [channel, here] of channels) {
      for (const [peer, entry] of here) add(['joined', tenant, channel, peer, entry], 2 * entry.length + 600);
    }
    for (const [peer, untilMs] of denials) add(['denied', tenant, peer, untilMs], 200);
  }
  return parts;
}
