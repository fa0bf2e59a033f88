import { isRecord } from '../core/util/is-record.ts';

/** Characters of one message. */
export const MAX_TEXT = 4_000;
const MAX_ID = 64;

export interface Delivered {
  readonly count: number;
  readonly total: number;
}

export interface ChatFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `offered` waits for your answer. */
  readonly state: 'offered' | 'moving' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
  /** Of a file of your own that did not reach everyone: how many have it, of how many. */
  readonly delivered: Delivered | null;
  /** Where it can be downloaded from, once it is here. */
  readonly url: string | null;
}

export interface ChatMessage {
  readonly id: string;
  /** The sender's peer id. */
  readonly from: string;
  readonly name: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly isLocal: boolean;
  /** Nobody got it. */
  readonly failed: boolean;
  readonly file: ChatFile | null;
}

/** A text on its way to peers that run this element. */
export interface ChatPayload {
  readonly type: 'metered-call/chat';
  readonly id: string;
  readonly text: string;
}

export const chatPayload = (id: string, text: string): ChatPayload => ({
  type: 'metered-call/chat',
  id,
  text,
});

/** What another page sent, if it is a message of ours. Hostile input. */
export function parseChat(data: unknown): { id: string; text: string } | null {
  if (!isRecord(data) || data.type !== 'metered-call/chat') return null;
  const { id, text } = data;
  if (typeof id !== 'string' || id.length === 0 || id.length > MAX_ID || typeof text !== 'string')
    return null;
  const clean = cleanText(text);
  return clean === '' ? null : { id, text: clean };
}

/** Bounded, without control characters save the line break, and without what reorders the text around it. */
export function cleanText(text: string): string {
  return [...text.slice(0, MAX_TEXT * 2)]
    .slice(0, MAX_TEXT)
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) =>
      c === '\n' || c === '\u200d' || c === '\u200c' ? c : ' ',
    )
    .trim();
}
