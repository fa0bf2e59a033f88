import type { BlobEventMap, BlobInbox } from '../../../core/peer/blob-events.ts';
import { Blobs } from '../../../core/peer/blobs.ts';
import { LocalTracks } from '../../../core/peer/local-tracks.ts';
import { PeerLink } from '../../../core/peer/peer-link.ts';
import { parseSignal } from '../../../core/protocol/signals.ts';
import { EventEmitter } from '../../../core/util/emitter.ts';
import { NoopLogger } from '../../../core/util/log.ts';

/** A link with what stands around it in a call, and the channels that were made on its connection. */
export interface End {
  readonly link: PeerLink;
  readonly tracks: LocalTracks;
  readonly blobs: Blobs;
  readonly inbox: EventEmitter<BlobEventMap> & BlobInbox;
  readonly connections: RTCPeerConnection[];
  readonly channels: RTCDataChannel[];
}

export interface LinkPair {
  readonly a: End;
  /** Another one once they have met anew. */
  readonly b: End;
  /** `b` drops its end, and meets `a` under a new id, by which the other one of them gives way. */
  meetAnew(): void;
  close(): void;
}

function end(polite: boolean, name: string, other: () => End): End {
  const tracks = new LocalTracks();
  const connections: RTCPeerConnection[] = [];
  const channels: RTCDataChannel[] = [];
  const link = new PeerLink({
    polite,
    tracks,
    createConnection: (config) => {
      const pc = new RTCPeerConnection(config);
      const create = pc.createDataChannel.bind(pc);
      pc.createDataChannel = (label, init) => {
        const channel = create(label, init);
        channels.push(channel);
        return channel;
      };
      connections.push(pc);
      return pc;
    },
    iceServers: () => [],
    reachable: () => true,
    profile: () => ({ hello: {}, health: null }),
    send: (payload) => {
      const text = JSON.stringify(payload);
      const to = other().link;
      setTimeout(() => {
        const parsed = parseSignal(JSON.parse(text));
        if (parsed.kind === 'signal') to.handleSignal(parsed.signal);
      });
      return Promise.resolve();
    },
    logger: NoopLogger,
  });
  const inbox = Object.assign(new EventEmitter<BlobEventMap>(), { reserved: 0 });
  const blobs = new Blobs(inbox, NoopLogger);
  blobs.add(name, link);
  return { link, tracks, blobs, inbox, connections, channels };
}

/** Two links in one page, joined by a wire that delivers in order. To each the other is called "other". */
export function linkPair({ aIsPolite = true }: { aIsPolite?: boolean } = {}): LinkPair {
  const a: End = end(aIsPolite, 'other', () => b);
  let b: End = end(!aIsPolite, 'other', () => a);
  return {
    a,
    get b() {
      return b;
    },
    meetAnew() {
      b.link.close();
      b = end(aIsPolite, 'other', () => a);
      a.link.metAnew(!aIsPolite);
    },
    close() {
      a.link.close();
      b.link.close();
    },
  };
}
