import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { readDump } from '../../../core/recorder/dump/read-dump.ts';
import { writeDump } from '../../../core/recorder/dump/write-dump.ts';
import type { ConnectionTrace, StatsEntry } from '../../../core/recorder/trace.ts';
import { ADDRESS, LABEL, sampleEnvironment, sampleTrace } from './sample-trace.ts';

const fixture = async (name: string): Promise<ArrayBuffer> => {
  const bytes = await readFile(new URL(`./fixtures/${name}`, import.meta.url));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

const entries = ({ samples }: ConnectionTrace, type: string, kind: string): StatsEntry[] =>
  samples.flatMap(({ stats }) =>
    Object.values(stats).filter((entry) => entry.type === type && entry['kind'] === kind),
  );

const jsonOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a dump that Chromium wrote', () => {
  for (const name of ['webrtc_internals_dump.gz', 'rtcstats_dump.gz']) {
    it(`${name}: has both ends, what they said and how their pictures went`, async () => {
      const { trace, environment } = await readDump(await fixture(name));
      const [sender, receiver] = trace.connections;
      assert.ok(sender && receiver);
      assert.equal(environment.browser, 'chromium');
      assert.equal(environment.origin, 'http://127.0.0.1:8080');
      assert.equal(environment.secureContext, true);
      assert.ok(environment.videoCodecs.includes('VP8'));
      assert.deepEqual(sender.configurations[0]?.iceServers, [
        { urls: ['turn:127.0.0.1:40010', 'turn:127.0.0.1:40011?transport=tcp'], hasCredential: false },
      ]);
      const states = sender.log.flatMap((event) => (event.type === 'connection-state' ? [event.state] : []));
      assert.deepEqual(states, ['connecting', 'connected']);
      const kinds = sender.log.flatMap((event) =>
        event.type === 'description' ? [`${event.end} ${event.kind}`] : [],
      );
      assert.deepEqual(kinds, ['local offer', 'remote answer']);
      const failures = receiver.log.flatMap((event) => ('error' in event && event.error ? [event.type] : []));
      assert.deepEqual(failures, ['candidate', 'description']);
      const [video] = receiver.log.filter(
        (event) =>
          event.type === 'track' && trace.tracks.find(({ id }) => id === event.track)?.kind === 'video',
      );
      assert.equal(video?.type === 'track' && video.mid, '1');
      const inbound = entries(receiver, 'inbound-rtp', 'video');
      assert.ok(inbound.length >= 8 && inbound.length === receiver.samples.length);
      assert.equal(inbound[0]?.['mid'], '1');
      const frames = inbound.map((entry) => Number(entry['framesDecoded']));
      assert.ok(
        frames.every((count, i) => i === 0 || count > (frames[i - 1] ?? 0)),
        frames.join(),
      );
      assert.ok(entries(receiver, 'remote-outbound-rtp', 'video').length > 3);
      const last = receiver.samples.at(-1);
      assert.ok(last && trace.until - last.at < 1_000);
      assert.deepEqual(
        diagnose(trace, environment)
          .filter(({ severity }) => severity === 'error')
          .map(({ code }) => code),
        // The camera that was asked for by an id nobody has.
        ['camera-overconstrained'],
      );
    });

    it(`${name}: has what was captured and what was refused`, async () => {
      const { trace } = await readDump(await fixture(name));
      const [granted, refused] = trace.captures;
      assert.equal(granted?.audio && granted.video, true);
      assert.deepEqual(
        granted?.tracks.map((id) => trace.tracks.find((track) => track.id === id)?.origin),
        ['microphone', 'camera'],
      );
      assert.equal(refused?.error?.name, 'OverconstrainedError');
      assert.deepEqual(refused?.required, ['deviceId']);
    });
  }
});

describe('a report that Firefox wrote', () => {
  it('has both ends as they stood, whichever of its buttons made it', async () => {
    const bytes = await fixture('firefox_report.gz');
    const { trace, environment } = await readDump(bytes);
    assert.equal(environment.browser, 'firefox');
    assert.equal(environment.origin, 'http://127.0.0.1:8080');
    assert.equal(trace.connections.length, 2);
    for (const { log, samples } of trace.connections) {
      const told = log.map((event) =>
        event.type === 'description' ? event.kind : 'state' in event ? event.state : event.type,
      );
      assert.deepEqual([...new Set(told)], ['offer', 'answer', 'candidate', 'connected']);
      assert.equal(samples.length, 1);
    }
    assert.ok(
      trace.connections.some((connection) => entries(connection, 'inbound-rtp', 'video').length === 1),
    );
    assert.deepEqual(
      trace.connections.flatMap(({ configurations }) =>
        configurations.flatMap(({ iceServers }) => iceServers),
      ),
      [{ urls: ['turn:127.0.0.1:40010'], hasCredential: true }],
    );
    assert.deepEqual(
      diagnose(trace, environment).filter(({ severity }) => severity === 'error'),
      [],
    );
    const { reports } = JSON.parse(gunzipSync(Buffer.from(bytes)).toString()) as { reports: object[] };
    const one = await readDump(JSON.stringify(reports[0]));
    assert.equal(one.trace.connections.length, 1);
  });
});

describe('a dump of ours', () => {
  it('brings everything back', async () => {
    const trace = sampleTrace();
    const file = await writeDump(trace, sampleEnvironment(), {
      format: 'metered-call',
      addresses: false,
      labels: false,
      findings: [{ code: 'frozen' }],
      transcript: ['one line'],
    });
    const dump = await readDump(file);
    assert.deepEqual(jsonOf(dump.trace), jsonOf(trace));
    assert.deepEqual(dump.environment, sampleEnvironment());
    assert.deepEqual(dump.findings, [{ code: 'frozen' }]);
    assert.deepEqual(dump.transcript, ['one line']);
  });

  it('has no address and no device label unless asked', async () => {
    const kept = await (
      await writeDump(sampleTrace(), sampleEnvironment(), {
        format: 'metered-call',
        addresses: false,
        labels: false,
      })
    ).text();
    assert.ok(kept.includes(ADDRESS) && kept.includes(LABEL));
    for (const format of ['metered-call', 'webrtc-internals'] as const) {
      const file = await writeDump(sampleTrace(), sampleEnvironment(), { format });
      const bytes = Buffer.from(await file.arrayBuffer());
      const text = format === 'metered-call' ? bytes.toString() : gunzipSync(bytes).toString();
      assert.ok(!text.includes(ADDRESS), `${format}: an address`);
      assert.ok(!text.includes(LABEL), `${format}: a label`);
    }
  });

  it('has no name of a device or of a participant in what was said about it either', async () => {
    const trace = sampleTrace();
    const [peer] = trace.peers;
    assert.ok(peer);
    const named = {
      ...trace,
      peers: [
        { ...peer, label: 'Ada' },
        { ...peer, id: 'carol', label: '山田' },
      ],
    };
    const findings = [
      {
        id: 'camera-lost:t1',
        code: 'camera-lost',
        subject: { kind: 'track', id: 't1', label: LABEL },
        evidence: [{ label: 'device', value: `not ${LABEL} (any more)` }],
      },
      { id: 'no-packets:bob', code: 'no-packets', subject: { kind: 'peer', id: 'bob', label: 'Ada' } },
    ];
    const transcript = [
      `Nothing comes from Ada, who has ${LABEL}`,
      'Adamant stays',
      'Adaのカメラ',
      '山田さん',
    ];
    const said = { findings, transcript };
    const write = async (options: object): Promise<string> =>
      (await writeDump(named, sampleEnvironment(), { format: 'metered-call', ...said, ...options })).text();
    const clean = await write({});
    assert.ok(!clean.includes(LABEL) && !clean.includes('"Ada"') && !clean.includes('from Ada'), clean);
    const { findings: told, transcript: lines } = await readDump(clean);
    assert.deepEqual(told, [
      {
        id: 'camera-lost:t1',
        code: 'camera-lost',
        subject: { kind: 'track', id: 't1', label: '[name]' },
        evidence: [{ label: 'device', value: 'not [name] (any more)' }],
      },
      { id: 'no-packets:bob', code: 'no-packets', subject: { kind: 'peer', id: 'bob', label: '[name]' } },
    ]);
    assert.deepEqual(lines, [
      'Nothing comes from [name], who has [name]',
      'Adamant stays',
      '[name]のカメラ',
      '[name]さん',
    ]);
    const whole = await write({ labels: false });
    assert.ok(whole.includes('from Ada') && whole.includes('"label":"Ada"'));
  });

  it('written as Chrome does has its keys and types, and comes back', async () => {
    const theirs = JSON.parse(
      gunzipSync(Buffer.from(await fixture('webrtc_internals_dump.gz'))).toString(),
    ) as ChromeDump;
    const trace = sampleTrace();
    const file = await writeDump(trace, sampleEnvironment(), { format: 'webrtc-internals' });
    const ours = JSON.parse(gunzipSync(Buffer.from(await file.arrayBuffer())).toString()) as ChromeDump;
    assert.deepEqual(shape(ours), shape(theirs));
    const back = await readDump(file);
    assert.deepEqual(
      back.trace.connections[0]?.samples.map(({ at, stats }) => [at, jsonOf(stats)]),
      trace.connections[0]?.samples.map(({ at, stats }) => [at, withoutAddresses(stats)]),
    );
    assert.deepEqual(
      back.trace.connections[0]?.log.map(({ type }) => type).sort(),
      trace.connections[0]?.log.map(({ type }) => type).sort(),
    );
    assert.equal(back.trace.captures[0]?.error?.name, 'NotAllowedError');
  });
});

interface ChromeDump {
  readonly getUserMedia: readonly object[];
  readonly PeerConnections: Record<
    string,
    { readonly stats: Record<string, object>; readonly updateLog: readonly object[] }
  >;
}

/** Keys and kinds of values: of the whole, of a request, of a connection, of a series and of a line of the log. */
function shape(dump: ChromeDump): unknown {
  const types = (value: object | undefined): object =>
    Object.fromEntries(
      Object.entries(value ?? {})
        .map(([key, field]) => [key, Array.isArray(field) ? 'array' : typeof field] as const)
        .sort(),
    );
  const [connection] = Object.values(dump.PeerConnections);
  const asked = { ...dump.getUserMedia[0], audio: '', video: '' };
  return [
    types(dump),
    types(asked),
    types(connection),
    types(Object.values(connection?.stats ?? {})[0]),
    types(connection?.updateLog[0]),
  ];
}

function withoutAddresses(stats: object): unknown {
  return JSON.parse(
    JSON.stringify(stats, (key, value: unknown) => (key === 'address' ? undefined : value)),
  ) as unknown;
}

describe('what is no dump', () => {
  const codeOf = (data: string | ArrayBuffer | Blob): Promise<unknown> =>
    readDump(data).then(
      ({ trace, environment }) => {
        diagnose(trace, environment);
        return 'read';
      },
      (err: { code?: unknown; name?: unknown }) => `${String(err.name)} ${String(err.code)}`,
    );

  it('is refused with a stable code', async () => {
    const own = JSON.stringify({ format: 'metered-call-dump', version: 1 });
    const packed = gzipSync(own);
    assert.deepEqual(
      await Promise.all(
        [
          '',
          'null',
          '[]',
          '{"PeerConnections":1}',
          '{"reports":[{}]}',
          own,
          own.replace('1', '2'),
          'RTCStatsDump\nx',
          'RTCStatsDump\n{"fileFormat":4}\n',
          new Blob([packed.subarray(0, 20)]),
          new Blob([new Uint8Array([0x1f, 0x8b, 1, 2, 3])]),
        ].map(codeOf),
      ),
      [
        ...Array<string>(5).fill('DumpError unknown_format'),
        'DumpError damaged',
        'DumpError unknown_version',
        'DumpError damaged',
        'DumpError unknown_version',
        'DumpError damaged',
        'DumpError damaged',
      ],
    );
  });

  it('cannot fill the memory by being packed', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    assert.equal(await codeOf(new Blob([bomb])), 'DumpError too_large');
  });

  it('cannot keep a page busy with one long line', async () => {
    const value = 'x'.repeat(400_000);
    const log = ['icecandidate', 'icecandidateerror'].map((type) => ({
      time: '1/1/2026, 0:00:00',
      type,
      value,
    }));
    const dump = { PeerConnections: { a: { rtcConfiguration: {}, stats: {}, updateLog: log } } };
    assert.equal(await codeOf(JSON.stringify(dump)), 'read');
  });

  it('with junk in every place is read without it and diagnosed, or refused', async () => {
    const junk: readonly unknown[] = [
      null,
      1,
      'x',
      [],
      {},
      { at: {} },
      [[null]],
      { __proto__: null, type: 'track' },
      -1e400,
    ];
    const whole = JSON.parse(
      await (await writeDump(sampleTrace(), sampleEnvironment(), { format: 'metered-call' })).text(),
    ) as object;
    const chrome = JSON.parse(
      gunzipSync(Buffer.from(await fixture('webrtc_internals_dump.gz'))).toString(),
    ) as ChromeDump;
    const [first] = Object.entries(chrome.PeerConnections);
    const small = {
      ...chrome,
      PeerConnections: {
        a: { ...first?.[1], stats: Object.fromEntries(Object.entries(first?.[1].stats ?? {}).slice(0, 8)) },
      },
    };
    let read = 0;
    for (const start of [whole, small]) {
      for (const place of places(start)) {
        for (const wrong of junk) {
          const outcome = await codeOf(JSON.stringify(replaced(start, place, wrong)));
          if (outcome === 'read') read += 1;
          else assert.match(String(outcome), /^DumpError (damaged|unknown_\w+)$/, place.join('.'));
        }
      }
    }
    assert.ok(read > 100);
  });
});

/** Paths to every value, the first of each list standing for all. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
  return [path, ...inner.flatMap(([key, field]) => places(field, [...path, key]))].filter(
    (p) => p.length > 0,
  );
}

function replaced(value: unknown, [key, ...rest]: readonly string[], wrong: unknown): unknown {
  if (key === undefined) return wrong;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, wrong);
  return copy;
}
