import type { BlobTransferError } from './blob-error.ts';

/** A blob that another peer has, or had, on offer. All text is the sender's own, bounded and stripped. */
export interface BlobInfo {
  /** Names the transfer among all of this page. */
  readonly transferId: string;
  readonly senderPeerId: string;
  /** At most 255 characters, one line, no path; may be empty. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Media type without parameters; may be empty. */
  readonly type: string;
}

export interface BlobOffer extends BlobInfo {
  /** It is small, and accepted as soon as the listeners have returned without declining or holding it. */
  readonly automatic: boolean;
  accept(): void;
  /** A small one, too, waits until it is accepted. */
  hold(): void;
  /** Refuses it, or ends it while it is under way. */
  decline(): void;
}

export interface BlobEventMap {
  'blob-offered': { offer: BlobOffer };
  /** `received`: bytes that have come and were checked. */
  'blob-progress': BlobInfo & { received: number };
  /** `blob.type` is `type` only where a browser would not run it as a document of this origin. */
  blob: BlobInfo & { blob: Blob };
  /** One that was offered will not come: declined, cancelled, corrupted, or the connection is lost. */
  'blob-failed': BlobInfo & { err: BlobTransferError };
}

/** What the exchanges of all peers share. */
export interface BlobInbox {
  /** Bytes that are reserved for transfers under way. */
  reserved: number;
  emit<K extends keyof BlobEventMap>(event: K, payload: BlobEventMap[K]): boolean;
  listenerCount(event: keyof BlobEventMap): number;
}
