import type { CallSnapshot } from './snapshot.ts';
import { tileKey } from './tile-key.ts';

/** The picture-in-picture window of Chromium: a document of its own that stays above everything. */
interface DocumentPip {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

/** In a frame it is there as well, and never opens. */
export const documentPip = (): DocumentPip | undefined =>
  typeof window !== 'undefined' && window.parent === window
    ? (window as { documentPictureInPicture?: DocumentPip }).documentPictureInPicture
    : undefined;

export const canPipVideo = (): boolean =>
  typeof document !== 'undefined' && document.pictureInPictureEnabled === true;

/**
 * The key of the tile that is meant by an id, or null where nobody has it. Without an id: of who spoke last, of somebody
 * else, of you, the first that has a picture.
 */
export function pictureKey(
  { participants, activeSpeaker }: Pick<CallSnapshot, 'participants' | 'activeSpeaker'>,
  peerId?: string,
): string | null {
  if (peerId !== undefined) {
    const named = participants.find(({ id }) => id === peerId);
    return named ? tileKey(named) : null;
  }
  const speaker = participants.filter(({ id }) => id === activeSpeaker);
  const inOrder = [...speaker, ...participants.filter(({ isLocal }) => !isLocal), ...participants];
  const chosen = inOrder.find(({ camera }) => camera === 'on') ?? inOrder[0];
  return chosen ? tileKey(chosen) : null;
}
