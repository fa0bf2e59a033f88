import type { Participant } from './snapshot.ts';

/** Names a participant's tile: your own id may change during the call, your tile does not. */
export const tileKey = ({ isLocal, id }: Pick<Participant, 'isLocal' | 'id'>): string =>
  isLocal ? 'local' : id;
