// Runs in every page of the laboratory after the doctor: causes the fault that the address names, and says when.
import { captureFaults } from './faults/capture.ts';
import { engineTileFaults } from './faults/engine-tile.ts';
import { networkFaults } from './faults/network.ts';
import { peerJsFaults } from './faults/peerjs.ts';
import { signallingFaults } from './faults/signalling.ts';
import { tileFaults } from './faults/tile.ts';
import { caused, input } from './input.ts';

const FAULTS: Readonly<Record<string, () => Promise<unknown>>> = {
  ...captureFaults,
  ...engineTileFaults,
  ...networkFaults,
  ...peerJsFaults,
  ...signallingFaults,
  ...tileFaults,
  /** The page as it is served is the fault. */
  page: () => Promise.resolve(),
};

const cause = FAULTS[input.fault];
if (!cause) console.log(`@failed there is no fault ${input.fault}`);
else {
  cause().then(caused, (err: unknown) =>
    console.log(`@failed ${String(err)} ${err instanceof Error ? (err.stack ?? '') : ''}`),
  );
}
