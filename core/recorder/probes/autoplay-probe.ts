import type { ProbeResult } from '../trace.ts';
import { probe } from './probe.ts';

const PATIENCE_MS = 5_000;
const SAMPLE_RATE = 8_000;

/**
 * Whether the browser would start a call's sound by itself. Ask outside of a click: inside one it always would. Plays a
 * tenth of a second of silence that is not muted.
 */
export function probeAutoplay(): Promise<ProbeResult> {
  return probe('autoplay', 'audio', PATIENCE_MS, async () => {
    const audio = document.createElement('audio');
    const url = URL.createObjectURL(silence(SAMPLE_RATE / 10));
    try {
      audio.src = url;
      await audio.play();
    } finally {
      audio.pause();
      audio.removeAttribute('src');
      URL.revokeObjectURL(url);
    }
  });
}

/** A WAV file of 8-bit samples at their middle. */
function silence(samples: number): Blob {
  const header = new DataView(new ArrayBuffer(44));
  const text = (offset: number, value: string): void =>
    [...value].forEach((char, i) => header.setUint8(offset + i, char.charCodeAt(0)));
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, SAMPLE_RATE, true);
  header.setUint32(28, SAMPLE_RATE, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  text(36, 'data');
  header.setUint32(40, samples, true);
  return new Blob([header, new Uint8Array(samples).fill(128)], { type: 'audio/wav' });
}
