import type * as Ours from '../../../core/index.ts';
import { givenToken, input, type EngineName } from './input.ts';

/** Either engine: nothing here knows which one it is. */
export type Engine = Pick<typeof Ours, 'MeteredPeer' | 'SignallingClient'>;
export type Peer = InstanceType<Engine['MeteredPeer']>;

const ADDRESS: Record<EngineName, string> = { ours: '/core/index.js', theirs: '/theirs/index.mjs' };

/** The engine in a window of its own choice. */
export function engineIn(realm: Window & typeof globalThis): Promise<Engine> {
  const load = new realm.Function('address', 'return import(address)') as (
    address: string,
  ) => Promise<Engine>;
  return load(new URL(ADDRESS[input.engine], location.href).href);
}

export interface Credentials {
  readonly apiKey?: string;
  readonly tokenProvider?: () => Promise<string>;
}

/** What the test gave: a key, or else a token. */
export const given = (): Credentials =>
  input.key === '' ? { tokenProvider: givenToken } : { apiKey: input.key };

export async function join(
  realm: Window & typeof globalThis,
  credentials: Credentials,
  stream?: MediaStream,
  room = input.room,
): Promise<Peer> {
  const { MeteredPeer } = await engineIn(realm);
  const peer = new MeteredPeer({ url: input.server, ...credentials });
  if (stream) peer.addStream(stream, { role: 'camera' });
  await peer.join(room);
  return peer;
}
