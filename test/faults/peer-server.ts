// The published server of PeerJS, in a process of its own: it keeps timers that nothing ends. Prints a line when it listens.
import { createRequire } from 'node:module';

const { PeerServer } = createRequire(import.meta.url)('peer') as {
  PeerServer: (options: object, listening: () => void) => unknown;
};
PeerServer({ port: Number(process.argv[2]), host: '127.0.0.1', path: '/' }, () => console.log('listening'));
