import { scrubbedError } from '../util/scrub.ts';
import { MeteredPeerReplaceTrackError } from './errors.ts';
import type { LocalTracks } from './local-tracks.ts';

/** What a replacement needs of a peer. */
export interface Receiver {
  readonly remote: { readonly id: string };
  readonly link: {
    sends(track: MediaStreamTrack): boolean;
    replace(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void>;
    renamed(old: MediaStreamTrack, next: MediaStreamTrack | null): void;
  };
}

/**
 * Puts `next` in the place of `old` for all who are there, and for who comes, or gets another connection, while that
 * takes its time.
 *
 * @throws MeteredPeerReplaceTrackError when it failed for some who are still there, saying for whom.
 */
export async function replaceTrack<R extends Receiver>(
  present: () => readonly R[],
  tracks: LocalTracks,
  old: MediaStreamTrack,
  next: MediaStreamTrack | null,
): Promise<void> {
  const errors = new Map<R, Error>();
  const done = new Set<R>();
  const replaceFor = async (receivers: readonly R[]): Promise<void> => {
    const replaceOne = (receiver: R): Promise<unknown> =>
      receiver.link.replace(old, next).then(
        () => done.add(receiver),
        (err: unknown) => errors.set(receiver, scrubbedError(err)),
      );
    await Promise.all(receivers.map(replaceOne));
    const there = new Set(present());
    for (const outcome of [done, errors])
      for (const receiver of outcome.keys()) if (!there.has(receiver)) outcome.delete(receiver);
  };

  await replaceFor(present());
  if (done.size > 0 || errors.size === 0) {
    tracks.replace(old, next);
    // They were given the old one in the meantime.
    const late = present().filter((receiver) => receiver.link.sends(old) && !errors.has(receiver));
    for (const receiver of late) done.delete(receiver);
    for (const { link } of done) link.renamed(old, next);
    await replaceFor(late);
    for (const receiver of late) if (done.has(receiver)) receiver.link.renamed(old, next);
  }
  if (errors.size === 0) return;
  throw new MeteredPeerReplaceTrackError(
    present().flatMap((receiver) => (done.has(receiver) ? receiver.remote.id : [])),
    Array.from(errors, ([{ remote }, err]) => ({ peerId: remote.id, err })),
  );
}
