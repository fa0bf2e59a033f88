import { isRecord } from '../../core/util/is-record.ts';

/** A test that somebody asks of a page. Whatever it reaches is something that this page has used itself. */
export type ProbeRequest =
  /** Through one of the relays that the page gave its connections; the page has the password. */
  | { readonly probe: 'turn'; readonly target: string }
  /** A server of our protocol that the page has spoken to. */
  | { readonly probe: 'signalling'; readonly target: string }
  | { readonly probe: 'capture'; readonly target: 'camera' | 'microphone' }
  | { readonly probe: 'autoplay'; readonly target: 'audio' };

const MAX_TARGET = 300;
const SHAPES: Readonly<Record<string, RegExp>> = {
  turn: /^turns?:[^\s/]/i,
  signalling: /^wss?:\/\/[^\s/]+$/i,
  capture: /^(?:camera|microphone)$/,
  autoplay: /^audio$/,
};

/** What was asked for, or undefined for anything else. */
export function parseProbeRequest(value: unknown): ProbeRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { probe, target } = value;
  if (typeof probe !== 'string' || typeof target !== 'string' || target.length > MAX_TARGET) return undefined;
  const shape = Object.hasOwn(SHAPES, probe) ? SHAPES[probe] : undefined;
  return shape?.test(target) ? ({ probe, target } as ProbeRequest) : undefined;
}
