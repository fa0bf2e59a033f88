import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  JoinResponse,
  ParticipantInfo,
  ParticipantInfo_State,
  ParticipantPermission,
  ParticipantUpdate,
  Pong,
  Room,
  SessionDescription,
  SignalRequest,
  SignalResponse,
  TrackInfo,
  TrackPublishedResponse,
  TrackType,
  TrickleRequest,
} from '@livekit/protocol';
import { WebSocketServer, type WebSocket } from 'ws';

const ECHO = 'PA_echo';
const MAY = new ParticipantPermission({ canPublish: true, canSubscribe: true });
const sidOf = (kind: string): string => `TR_${kind}`;

/** What goes between this process and the page that has the server's ends of the connections. */
type Media =
  | { readonly type: 'offer' | 'answer'; readonly sdp: string; readonly id?: number }
  | { readonly type: 'candidate'; readonly target: number; readonly candidate: RTCIceCandidateInit }
  | { readonly type: 'track'; readonly kind: string };

/**
 * The page with the server's ends: takes what is published, and sends it back as another participant's. A received stream is
 * named by who sends it and its track, which the client goes by.
 */
export const mediaPage = (origin: string): string => `<!doctype html><title>media</title><script>
  const socket = new WebSocket('${origin}/media');
  const say = (message) => socket.send(JSON.stringify(message));
  const make = (target) => {
    const pc = new RTCPeerConnection();
    pc.onicecandidate = ({ candidate }) => candidate && say({ type: 'candidate', target, candidate });
    return pc;
  };
  const ends = [make(0), make(1)];
  const [publisher, subscriber] = ends;
  const named = (sdp) => sdp.split(/(?=^m=)/m).map((section) =>
    section.replace(/(a=|a=ssrc:\\d+ )msid:\\S+ /g, '$1msid:${ECHO}|TR_' + section.slice(2, 7) + ' ')).join('');
  publisher.ontrack = async ({ track }) => {
    say({ type: 'track', kind: track.kind });
    subscriber.addTrack(track, new MediaStream());
    await subscriber.setLocalDescription();
    say({ type: 'offer', sdp: named(subscriber.localDescription.sdp) });
  };
  let last = Promise.resolve();
  socket.onmessage = ({ data }) => {
    const { type, sdp, id, target, candidate } = JSON.parse(data);
    last = last.then(async () => {
      if (type === 'candidate') await ends[target].addIceCandidate(candidate);
      else if (type === 'answer') await subscriber.setRemoteDescription({ type, sdp });
      else {
        await publisher.setRemoteDescription({ type, sdp });
        await publisher.setLocalDescription();
        say({ type: 'answer', sdp: publisher.localDescription.sdp, id });
      }
    });
  };
</script>`;

export interface LiveKitStandIn {
  /** `ws://…`, for the client's room. */
  readonly origin: string;
  stop(): void;
}

/**
 * A server for the published LiveKit client, as far as one room with one participant and their echo needs it. The media
 * goes through a page of `mediaPage`; without one the client is let in, and nothing more comes.
 */
export async function startLiveKitStandIn(): Promise<LiveKitStandIn> {
  const http = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server: http });
  let client: WebSocket | undefined;
  let media: WebSocket | undefined;
  const waiting: Media[] = [];
  const toMedia = (message: Media): void => {
    if (media) media.send(JSON.stringify(message));
    else waiting.push(message);
  };
  const toClient = (message: SignalResponse['message']): void =>
    client?.send(new SignalResponse({ message }).toBinary());

  const published = new Map<string, TrackInfo>();
  function fromClient({ message: { case: kind, value } }: SignalRequest): void {
    if (kind === 'offer' || kind === 'answer') toMedia({ type: kind, sdp: value.sdp, id: value.id });
    else if (kind === 'trickle') {
      const candidate = JSON.parse(value.candidateInit) as RTCIceCandidateInit;
      toMedia({ type: 'candidate', target: value.target, candidate });
    } else if (kind === 'addTrack') {
      const { cid, name, type, source, width, height } = value;
      const of = type === TrackType.AUDIO ? 'audio' : 'video';
      const track = new TrackInfo({ sid: sidOf(of), name, type, source, width, height });
      published.set(of, track);
      toClient({ case: 'trackPublished', value: new TrackPublishedResponse({ cid, track }) });
    } else if (kind === 'pingReq') {
      toClient({ case: 'pongResp', value: new Pong({ lastPingTimestamp: value.timestamp }) });
    }
  }
  function fromMedia(message: Media): void {
    if (message.type === 'track') {
      const state = ParticipantInfo_State.ACTIVE;
      const tracks = [...published.values()];
      const echo = new ParticipantInfo({ sid: ECHO, identity: 'echo', name: 'Echo', state, tracks });
      toClient({ case: 'update', value: new ParticipantUpdate({ participants: [echo] }) });
    } else if (message.type === 'candidate') {
      const { target, candidate } = message;
      const value = new TrickleRequest({ target, candidateInit: JSON.stringify(candidate) });
      toClient({ case: 'trickle', value });
    } else toClient({ case: message.type, value: new SessionDescription(message) });
  }

  sockets.on('connection', (socket, { url }) => {
    if (url === '/media') {
      media = socket;
      socket.on('message', (data) => fromMedia(JSON.parse((data as Buffer).toString()) as Media));
      for (const message of waiting.splice(0)) toMedia(message);
      return;
    }
    client = socket;
    socket.on('message', (data) => fromClient(SignalRequest.fromBinary(data as Buffer)));
    const join = new JoinResponse({
      room: new Room({ sid: 'RM_1', name: 'r' }),
      participant: new ParticipantInfo({ sid: 'PA_me', identity: 'me', permission: MAY }),
      serverVersion: '1.9.0',
      pingTimeout: 30,
      pingInterval: 10,
      fastPublish: true,
    });
    toClient({ case: 'join', value: join });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  return {
    origin: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    stop() {
      http.closeAllConnections();
      http.close();
    },
  };
}
