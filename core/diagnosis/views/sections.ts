import type { ConnectionEvent, ConnectionTrace } from '../../recorder/trace.ts';

/** One `m=` section of a description. */
export interface Section {
  readonly kind: string;
  readonly mid: string;
  /** Not in use: by a zero port (RFC 8829, 5.2.2), which in an offer may also mean that it comes only bundled (RFC 9143, 6). */
  readonly rejected: boolean;
  readonly sends: boolean;
  readonly receives: boolean;
  readonly codecs: readonly string[];
}

export interface Negotiated {
  readonly at: number;
  readonly offer: readonly Section[];
  readonly answer: readonly Section[];
  /** Which end answered. */
  readonly answerer: 'local' | 'remote';
  readonly local: readonly Section[];
  readonly remote: readonly Section[];
}

type Description = ConnectionEvent & { type: 'description' };

function parse(sdp: string): readonly Section[] {
  return sdp
    .split(/\r?\n(?=m=)/)
    .filter((text) => text.startsWith('m='))
    .map((text, index) => {
      const direction = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(text)?.[1] ?? 'sendrecv';
      const [, kind = '', port = '0'] = /^m=(\w+) (\d+)/.exec(text) ?? [];
      return {
        kind,
        mid: /^a=mid:(\S+)/m.exec(text)?.[1] ?? String(index),
        rejected: Number(port) === 0 && !/^a=bundle-only\s*$/m.test(text),
        sends: direction.startsWith('send'),
        receives: direction === 'sendrecv' || direction === 'recvonly',
        codecs: [...text.matchAll(/^a=rtpmap:\d+ ([^/\s]+)/gm)].map(([, name = '']) => name),
      };
    });
}

export const descriptionsOf = ({ log }: ConnectionTrace): readonly Description[] =>
  log.filter((event): event is Description => event.type === 'description' && !event.error);

/** The last offer that was answered, and its answer. */
export function negotiated(connection: ConnectionTrace): Negotiated | undefined {
  const descriptions = descriptionsOf(connection);
  const index = descriptions.findLastIndex(({ kind }) => kind === 'answer');
  const answer = descriptions[index];
  const offer = descriptions
    .slice(0, index)
    .findLast(({ kind, end }) => kind === 'offer' && end !== answer?.end);
  if (!answer || !offer) return undefined;
  const [offered, answered] = [parse(offer.sdp), parse(answer.sdp)];
  const here = answer.end === 'local';
  return {
    at: answer.at,
    offer: offered,
    answer: answered,
    answerer: answer.end,
    local: here ? answered : offered,
    remote: here ? offered : answered,
  };
}

/** Candidates that came inside of remote descriptions. */
export const candidatesWithin = (connection: ConnectionTrace): number =>
  descriptionsOf(connection)
    .filter(({ end }) => end === 'remote')
    .reduce((count, { sdp }) => count + (sdp.match(/^a=candidate:/gm)?.length ?? 0), 0);
