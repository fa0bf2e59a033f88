import type { Environment } from '../../../core/recorder/environment.ts';
import type { StatsSample, Trace } from '../../../core/recorder/trace.ts';

export const ADDRESS = '198.51.100.7';
export const LABEL = 'Camera of somebody';

const SDP = [
  'v=0',
  `o=- 42 2 IN IP4 ${ADDRESS}`,
  's=-',
  't=0 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  `c=IN IP4 ${ADDRESS}`,
  'a=mid:0',
  'a=sendrecv',
  'a=rtpmap:96 VP8/90000',
  `a=candidate:1 1 udp 1 ${ADDRESS} 9 typ srflx raddr ${ADDRESS} rport 9`,
  '',
].join('\r\n');

const START = 1_700_000_000_000;

function sample(index: number): StatsSample {
  return {
    at: START + 1_000 * index,
    stats: {
      IT01V1: {
        type: 'inbound-rtp',
        kind: 'video',
        mid: '0',
        ssrc: 1,
        framesDecoded: 30 * index,
        bytesReceived: 5_000 * index,
      },
      ROV1: {
        type: 'remote-outbound-rtp',
        kind: 'video',
        timestamp: START + 1_000 * index - 300,
        packetsSent: 10 * index,
      },
      LC1: { type: 'local-candidate', address: ADDRESS, port: 9, candidateType: 'srflx' },
    },
  };
}

/** A trace with something in every place that a rule may read. */
export function sampleTrace(): Trace {
  return {
    format: 'metered-call-trace',
    version: 1,
    startedAt: START,
    until: START + 20_000,
    fromStart: true,
    dropped: 3,
    connections: [
      {
        id: 'c1',
        createdAt: START,
        peer: 'bob',
        configurations: [
          {
            at: START,
            iceServers: [{ urls: ['turn:turn.example.org'], hasCredential: true, expiresAt: START + 1 }],
            iceTransportPolicy: 'all',
          },
        ],
        log: [
          { at: START, type: 'negotiation-needed' },
          { at: START + 1, type: 'description', end: 'local', kind: 'offer', sdp: SDP },
          { at: START + 1, type: 'sender', sender: 's1', track: 't1', mid: '0' },
          { at: START + 2, type: 'signaling-state', state: 'have-local-offer' },
          {
            at: START + 3,
            type: 'candidate',
            end: 'local',
            candidate: { type: 'srflx', protocol: 'udp', address: ADDRESS, port: 9, mid: '0' },
          },
          { at: START + 4, type: 'description', end: 'remote', kind: 'answer', sdp: SDP },
          { at: START + 5, type: 'track', track: 't2', mid: '0', streams: ['s'] },
          { at: START + 6, type: 'connection-state', state: 'connected' },
          {
            at: START + 7,
            type: 'candidate-error',
            url: 'turn:turn.example.org',
            code: 701,
            text: 'timed out',
          },
        ],
        samples: Array.from({ length: 20 }, (_, i) => sample(i)),
      },
    ],
    tracks: [
      {
        id: 't1',
        browserId: 'local-track',
        kind: 'video',
        origin: 'camera',
        firstSeenAt: START,
        label: LABEL,
        device: 'abc',
        log: [{ at: START + 9, type: 'luma', value: 3 }],
      },
      {
        id: 't2',
        browserId: 'remote-track',
        kind: 'video',
        origin: 'remote',
        connection: 'c1',
        firstSeenAt: START,
        log: [{ at: START + 9, type: 'muted' }],
      },
    ],
    elements: [
      {
        id: 'e1',
        tag: 'video',
        firstSeenAt: START,
        peer: 'bob',
        log: [
          { at: START, type: 'source', stream: 's' },
          { at: START, type: 'play', error: { name: 'NotAllowedError', message: 'not allowed' } },
          {
            at: START,
            type: 'observed',
            connected: true,
            paused: true,
            autoplay: true,
            muted: false,
            readyState: 4,
            width: 10,
            height: 10,
            videoWidth: 320,
            videoHeight: 240,
            inViewport: true,
            visible: true,
            pageHidden: false,
            stream: 's',
            streamObject: 1,
            streamActive: true,
            tracks: ['t2'],
            liveTracks: ['t2'],
            luma: 7,
          },
        ],
      },
    ],
    captures: [
      {
        id: 'g1',
        at: START,
        method: 'getUserMedia',
        audio: true,
        video: true,
        required: ['deviceId'],
        settledAt: START + 1,
        tracks: [],
        error: { name: 'NotAllowedError', message: 'denied' },
        permission: { camera: 'denied' },
        devices: { camera: 1, microphone: 0 },
      },
    ],
    sockets: [
      {
        id: 'w1',
        createdAt: START,
        url: 'wss://rms.example.org/v1',
        ours: true,
        token: 'd1',
        openedAt: START + 1,
        closedAt: START + 2,
        closeCode: 4002,
        closeReason: 'expired',
        frames: [
          {
            at: START + 1,
            end: 'received',
            type: 'error',
            code: 'action_not_permitted',
            answers: 'send',
            size: 80,
            flags: { turn: true },
          },
        ],
        sent: 1,
        received: 1,
      },
    ],
    tokens: [
      { at: START, client: 'call1', type: 'used', digest: 'd1', expiresAt: START + 2, permissions: ['send'] },
    ],
    calls: [
      { id: 'call1', createdAt: START, log: [{ at: START, type: 'joined', channel: 'room', peer: 'me' }] },
    ],
    peers: [
      {
        id: 'bob',
        call: 'call1',
        label: 'Bob',
        joinedAt: START,
        ours: true,
        health: [{ at: START, camera: 'on', microphone: 'off', screen: 'none', findings: ['camera-black'] }],
      },
    ],
    violations: [{ at: START, directive: 'connect-src', blocked: 'wss://rms.example.org' }],
    probes: [{ at: START, probe: 'turn', target: 'turn:turn.example.org', ok: false, tookMs: 5 }],
  };
}

export function sampleEnvironment(): Environment {
  return {
    secureContext: true,
    mediaDevices: true,
    webrtc: true,
    browser: 'chromium',
    userAgent: 'Mozilla/5.0 Chrome/156.0.0.0',
    origin: 'https://example.org',
    framed: false,
    framedCrossOrigin: false,
    policy: { camera: true, microphone: true, display: true },
    permissions: { camera: 'denied', microphone: 'prompt' },
    devices: { camera: 1, microphone: 0, speaker: 1 },
    hidden: false,
    online: true,
    secretKeys: ['attribute api-key of <metered-call>'],
    videoCodecs: ['VP8', 'H264'],
    serverClockOffset: 12,
  };
}
