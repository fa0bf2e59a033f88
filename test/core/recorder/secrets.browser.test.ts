import { createRecorder } from '../../../core/recorder/create-recorder.ts';
import { describe, equal, it, ok } from '../../helpers/bdd.ts';
import { FakeSocket } from './fake-socket.ts';
import { later, loopback, movingStream, record, traceWith } from './page.ts';

const encode = (value: object): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const SIGNATURE = 'c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const SUBJECT_SECRET = 'private-claim-of-the-token';
const TOKEN = `${encode({ alg: 'HS256', kid: 'sk_id_visible' })}.${encode({
  sub: 'me',
  iat: 1_700_000_000,
  exp: 1_900_000_000,
  permissions: ['publish', 'send'],
  channels: ['room-*'],
  metadata: { note: SUBJECT_SECRET, iceServers: [{ urls: 'turn:turn.example.org' }] },
})}.${SIGNATURE}`;
const KEY = 'pk_live_abcdefgh12345678';
const USERNAME = '1893456000:turn-user-name';
const CREDENTIAL = 'turn-credential-secret';
const CHAT = 'what one said to another';

/** Values of ICE's own passwords and user names in a description. */
const icePasswords = (connection: RTCPeerConnection): string[] =>
  [connection.localDescription, connection.remoteDescription].flatMap((description) =>
    [...(description?.sdp ?? '').matchAll(/^a=ice-pwd:(\S+)/gm)].map(([, password]) => password ?? ''),
  );

describe('a trace', () => {
  it('has no secret of a connection in it', async () => {
    const recording = record();
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    later(() => stream.getTracks().forEach((track) => track.stop()));
    const { a } = await loopback(stream, {
      iceServers: [{ urls: 'turn:127.0.0.1:40010', username: USERNAME, credential: CREDENTIAL }],
    });
    const trace = await traceWith(recording, ({ connections }) =>
      connections.some(({ samples }) => samples.length > 1),
    );
    const text = JSON.stringify(trace);
    const passwords = icePasswords(a);
    ok(passwords.length >= 2 && passwords.every((password) => password.length >= 22));
    const users = [...(a.localDescription?.sdp ?? '').matchAll(/^a=(ice-ufrag:\S+)/gm)].map(
      ([, user]) => user ?? '',
    );
    const { deviceId = '' } = stream.getVideoTracks()[0]?.getSettings() ?? {};
    for (const secret of [USERNAME, 'turn-user-name', CREDENTIAL, deviceId, ...passwords, ...users])
      ok(secret !== '' && !text.includes(secret), `found ${secret}`);
    ok(!/ufrag(?!:\[removed\]| \[removed\])/i.test(text), 'a user name of ICE');
    equal(trace.connections[0]?.configurations[0]?.iceServers[0]?.expiresAt, 1_893_456_000_000);
  });

  it('has no secret of a socket in it', () => {
    const recorder = createRecorder(window);
    later(() => recorder.stop());
    const call = recorder.addCall();
    call.token('provided', TOKEN);
    call.failed(new Error(`refused ${TOKEN}`));
    const open = recorder.webSocketFactory(() => new FakeSocket(), call);
    for (const query of [`token=${TOKEN}`, `key=${KEY}`]) {
      const socket = open(`wss://user:pass-word@rms.example.org/v1?${query}`);
      socket.receive({
        type: 'welcome',
        peerId: 'me',
        expiresAt: null,
        serverTime: 1,
        maxMessageSize: 1,
        metadata: {
          token: TOKEN,
          iceServers: [{ urls: 'turn:x', username: USERNAME, credential: CREDENTIAL }],
        },
      });
      socket.send(JSON.stringify({ type: 'publish', channel: 'room', data: { text: CHAT, token: TOKEN } }));
      socket.receive({ type: 'direct', from: 'bob', data: { text: CHAT }, fromMetadata: { key: KEY } });
      socket.receive({ type: 'error', code: 'internal_error', message: TOKEN, requestId: TOKEN });
      socket.send(TOKEN);
      socket.end(4001, `bad ${TOKEN}`);
    }
    const text = JSON.stringify(recorder.snapshot());
    for (const secret of [TOKEN, SIGNATURE, SUBJECT_SECRET, KEY, USERNAME, CREDENTIAL, CHAT, 'pass-word'])
      ok(!text.includes(secret), `found ${secret}`);
    ok(text.includes('"kid":"sk_[key]"') && text.includes('"permissions":["publish","send"]'));
  });

  it('does not tell what a media stream is made of unless asked', async () => {
    const recording = record();
    await loopback(movingStream());
    const { tracks, elements } = recording.snapshot();
    ok(tracks.every(({ log }) => log.every(({ type }) => type !== 'luma' && type !== 'level')));
    equal(elements.length, 0);
  });
});
