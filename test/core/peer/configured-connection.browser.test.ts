import { applyIceServers, configuredConnection } from '../../../core/peer/configured-connection.ts';
import type { IceServerConfig } from '../../../core/protocol/frames.ts';
import type { Logger } from '../../../core/util/log.ts';
import { NoopLogger } from '../../../core/util/log.ts';
import { afterEach, deepEqual, describe, equal, it, ok } from '../../helpers/bdd.ts';

const STUN: IceServerConfig = { urls: 'stun:127.0.0.1:3478' };
const TURN: IceServerConfig = { urls: 'turn:127.0.0.1:3478', username: 'u', credential: 'a-good-credential' };
/** RTCPeerConnection refuses a TURN server without credentials (webrtc-pc, section 4.4.1.6). */
const INCOMPLETE: IceServerConfig = { urls: 'turn:127.0.0.1:3479' };
const MALFORMED: IceServerConfig = { urls: 'turn:[::', username: 'u', credential: 'a-bad-credential' };

const made: RTCPeerConnection[] = [];
const create = (config: RTCConfiguration): RTCPeerConnection => {
  const pc = new RTCPeerConnection(config);
  made.push(pc);
  return pc;
};
afterEach(() => {
  for (const pc of made.splice(0)) pc.close();
});

const urls = (pc: RTCPeerConnection): string[] =>
  pc.getConfiguration().iceServers?.flatMap((server) => server.urls) ?? [];

function heard(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const warn = (message: string, context?: Record<string, unknown>): void =>
    void lines.push(`${message} ${JSON.stringify(context)}`);
  return { logger: { ...NoopLogger, debug() {}, info() {}, error() {}, warn }, lines };
}

describe('ICE servers that a browser refuses', () => {
  it('do not cost the connection, nor the servers beside them', () => {
    const { logger, lines } = heard();
    const pc = configuredConnection(create, [STUN, MALFORMED, INCOMPLETE, TURN], logger);
    deepEqual(urls(pc), ['stun:127.0.0.1:3478', 'turn:127.0.0.1:3478']);
    equal(lines.length, 2, 'warnings');
    ok(!lines.join().includes('a-bad-credential'), 'the credential is in the log');
  });

  it('leave a connection without any, where all are refused', () => {
    deepEqual(urls(configuredConnection(create, [MALFORMED], NoopLogger)), []);
  });

  it('do not keep a living connection from the new ones', () => {
    const pc = configuredConnection(create, [STUN], NoopLogger);
    applyIceServers(pc, [INCOMPLETE, TURN], NoopLogger);
    deepEqual(urls(pc), ['turn:127.0.0.1:3478']);
    applyIceServers(pc, undefined, NoopLogger);
    deepEqual(urls(pc), ['turn:127.0.0.1:3478'], 'nothing new');
  });
});
