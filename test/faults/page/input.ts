/** What the test tells a page of the laboratory, in the fragment of its address. */
export interface FaultInput {
  readonly fault: string;
  readonly engine: EngineName;
  readonly room: string;
  /** Origin of the signalling server. */
  readonly server: string;
  readonly key: string;
  /** The path at which a token is minted, once it is asked for: the time that it has left does not depend on how fast a page loads. */
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

let token: Promise<string> | undefined;
/** The same token each time. */
export const givenToken = (): Promise<string> =>
  (token ??= fetch(input.token).then((answer) => answer.text()));

/** Asks the test to do what no page can. */
export const ask = (what: string, argument = ''): void => console.log(`@do ${what} ${argument}`);

/** Marks the moment at which the fault was caused; by default that is when its function is done. */
export const caused = (): void => console.log('@caused');
