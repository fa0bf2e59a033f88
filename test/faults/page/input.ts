/** What the test tells a page of the laboratory, in the fragment of its address. */
export interface FaultInput {
  readonly fault: string;
  readonly engine: EngineName;
  readonly room: string;
  /** Origin of the signalling server. */
  readonly server: string;
  readonly key: string;
  readonly token: string;
  /** Credentials of whoever else is in the room. */
  readonly otherToken: string;
  readonly iceServers: readonly RTCIceServer[];
  readonly peerPort: number;
  /** Script before everything else in the other element's window. */
  readonly driver: string;
}

export type EngineName = 'ours' | 'theirs';

export const input = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}') as FaultInput;

/** Asks the test to do what no page can. */
export const ask = (what: string, argument = ''): void => console.log(`@do ${what} ${argument}`);

/** Marks the moment at which the fault was caused; by default that is when its function is done. */
export const caused = (): void => console.log('@caused');
