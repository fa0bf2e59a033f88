/** The picture-in-picture window of Chromium: a document of its own that stays above everything. */
interface DocumentPip {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

export const documentPip = (): DocumentPip | undefined =>
  (globalThis as { documentPictureInPicture?: DocumentPip }).documentPictureInPicture;

export const canPipVideo = (): boolean =>
  typeof document !== 'undefined' && document.pictureInPictureEnabled === true;
