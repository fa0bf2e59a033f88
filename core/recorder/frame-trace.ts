import { parseServerFrame } from '../protocol/parse-server-frame.ts';
import { parseSignal } from '../protocol/signals.ts';
import type { PresencePeer, ServerFrame } from '../protocol/frames.ts';
import { isRecord } from '../util/is-record.ts';
import { utf8ByteLength } from '../util/utf8.ts';
import { MAX_FRAME_LENGTH, MAX_REQUESTS } from './bounds.ts';
import { cleanText, sessionId } from './clean.ts';
import type { Draft } from './draft.ts';
import { hasTurn } from './token-trace.ts';
import type { FrameTrace } from './trace.ts';

const MAX_NAME = 256;
const MAX_IDS = 256;

type FrameDraft = Draft<FrameTrace>;

/** What a socket's frames say to whoever follows the call. */
export interface FrameEvents {
  /** Noted in the trace; `application` data comes often and says little. */
  frame(frame: FrameTrace, application: boolean): void;
  welcome(peerId: string, serverTime: number): void;
  presence(
    channel: string,
    joined: readonly PresencePeer[],
    left: readonly PresencePeer[],
    snapshot: boolean,
  ): void;
  /** An SDP session belongs to this peer, or to a connection that leads to it. */
  session(id: string, peer: string): void;
}

/** Reads one socket's frames: names, ids and errors stay, data is only measured. */
export class FrameReader {
  readonly #events: FrameEvents;
  readonly #requests = new Map<string, Pick<FrameTrace, 'type' | 'channel' | 'to'>>();
  /** Channels whose next presence is the whole roster. */
  readonly #fresh = new Set<string>();

  constructor(events: FrameEvents) {
    this.#events = events;
  }

  sent(at: number, text: string): void {
    const draft: FrameDraft = { at, end: 'sent', type: 'malformed', size: sizeOf(text) };
    const raw = parse(text);
    if (isRecord(raw)) {
      const { type, requestId, channel, to, data, includeSenderMetadata } = raw;
      draft.type = cleanText(type, 64) || draft.type;
      put(draft, 'id', requestId);
      put(draft, 'channel', channel);
      put(draft, 'to', to);
      if (includeSenderMetadata === true) draft.flags = { includeSenderMetadata };
      if (draft.type === 'send') this.#signal(draft, data, draft.to);
      if (draft.type === 'subscribe' && draft.channel !== undefined) this.#fresh.add(draft.channel);
      if (draft.id !== undefined) this.#await(draft.id, draft);
    }
    if (draft.type !== 'ping') this.#events.frame(draft, isApplication(draft));
  }

  received(at: number, text: string): void {
    const draft: FrameDraft = { at, end: 'received', type: 'malformed', size: sizeOf(text) };
    const parsed = text.length > MAX_FRAME_LENGTH ? undefined : parseServerFrame(text);
    if (parsed?.ok) return this.#server(draft, parsed.frame);
    this.#events.frame(draft, false);
  }

  #server(draft: FrameDraft, frame: ServerFrame): void {
    draft.type = frame.type;
    switch (frame.type) {
      case 'pong':
        return;
      case 'welcome': {
        const servers = frame.metadata?.['iceServers'];
        put(draft, 'to', frame.peerId);
        draft.flags = {
          serverTime: frame.serverTime * 1_000,
          maxMessageSize: frame.maxMessageSize,
          turn: Array.isArray(servers) && hasTurn(servers),
        };
        this.#events.welcome(cleanText(frame.peerId, MAX_NAME), frame.serverTime * 1_000);
        break;
      }
      case 'ack':
      case 'error':
        if (frame.type === 'error') put(draft, 'code', frame.code);
        this.#answer(draft, frame.requestId);
        break;
      case 'presence':
        return this.#presence(draft, frame);
      case 'message':
      case 'direct':
        put(draft, 'from', frame.from);
        if (frame.type === 'message') put(draft, 'channel', frame.channel);
        draft.flags = { metadata: frame.fromMetadata !== undefined };
        if (frame.type === 'direct') this.#signal(draft, frame.data, draft.from);
        break;
      case 'going_away':
        draft.flags = { retryAfterMs: frame.retryAfterMs };
    }
    this.#events.frame(draft, isApplication(draft));
  }

  #presence(draft: FrameDraft, frame: Extract<ServerFrame, { type: 'presence' }>): void {
    put(draft, 'channel', frame.channel);
    const channel = draft.channel ?? '';
    const snapshot = this.#fresh.delete(channel);
    const note = (presence: string, peers: readonly PresencePeer[]): void =>
      this.#events.frame(
        {
          ...draft,
          presence,
          peers: peers.length,
          ids: peers.slice(0, MAX_IDS).map(({ peerId }) => cleanText(peerId, MAX_NAME)),
        },
        false,
      );
    if (snapshot || frame.joined.length > 0) note(snapshot ? 'snapshot' : 'joined', frame.joined);
    if (frame.left.length > 0) note('left', frame.left);
    this.#events.presence(channel, frame.joined, frame.left, snapshot);
  }

  #answer(draft: FrameDraft, requestId: string | undefined): void {
    if (requestId === undefined) return;
    put(draft, 'id', requestId);
    const request = this.#requests.get(requestId);
    if (!request) return;
    this.#requests.delete(requestId);
    draft.answers = request.type;
    put(draft, 'channel', request.channel);
    put(draft, 'to', request.to);
  }

  #await(id: string, { type, channel, to }: FrameDraft): void {
    this.#requests.set(id, {
      type,
      ...(channel === undefined ? {} : { channel }),
      ...(to === undefined ? {} : { to }),
    });
    for (const oldest of this.#requests.keys()) {
      if (this.#requests.size <= MAX_REQUESTS) break;
      this.#requests.delete(oldest);
    }
  }

  #signal(draft: FrameDraft, data: unknown, peer: string | undefined): void {
    const parsed = parseSignal(data);
    if (parsed.kind === 'track-metadata') draft.signal = 'metadata';
    if (parsed.kind !== 'signal') return;
    if (parsed.signal.type === 'rtc-ice') draft.signal = 'candidate';
    else {
      const { type, sdp } = parsed.signal.description;
      draft.signal = type;
      const session = sessionId(sdp);
      if (session !== undefined && peer !== undefined) this.#events.session(session, peer);
    }
  }
}

const isApplication = ({ type, signal }: FrameDraft): boolean =>
  type === 'publish' ||
  type === 'message' ||
  ((type === 'send' || type === 'direct') && signal === undefined);

function put<K extends 'id' | 'channel' | 'to' | 'from' | 'code'>(
  draft: FrameDraft,
  key: K,
  value: unknown,
): void {
  if (typeof value === 'string') draft[key] = cleanText(value, MAX_NAME);
}

function parse(text: string): unknown {
  if (text.length > MAX_FRAME_LENGTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bytes in UTF-8, without encoding what is plainly too long to matter. */
const sizeOf = (text: string): number =>
  text.length > MAX_FRAME_LENGTH ? text.length : utf8ByteLength(text);
