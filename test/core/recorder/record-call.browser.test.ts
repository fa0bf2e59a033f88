import type { ConnectionTrace, Trace } from '../../../core/recorder/trace.ts';
import { deepEqual, describe, equal, it, ok } from '../../helpers/bdd.ts';
import { later, loopback, movingStream, record, traceWith } from './page.ts';

const receiver = (trace: Trace): ConnectionTrace | undefined =>
  trace.connections.find(({ log }) => log.some(({ type }) => type === 'track'));

const decoded = (trace: Trace): number[] =>
  receiver(trace)?.samples.flatMap(({ stats }) =>
    Object.values(stats).flatMap(({ type, kind, framesDecoded }) =>
      type === 'inbound-rtp' && kind === 'video' && typeof framesDecoded === 'number' ? [framesDecoded] : [],
    ),
  ) ?? [];

function show(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.style.cssText = 'width: 200px; height: 150px';
  video.srcObject = stream;
  document.body.append(video);
  later(() => video.remove());
  return video;
}

describe('recording a call', () => {
  it('holds both ends, their descriptions, candidates, senders and tracks', async () => {
    const recording = record();
    const stream = movingStream();
    await loopback(stream, { iceServers: [{ urls: 'stun:127.0.0.1:40009' }] });
    const trace = await traceWith(recording, ({ connections }) =>
      connections.every(({ log }) =>
        log.some((event) => event.type === 'connection-state' && event.state === 'connected'),
      ),
    );
    equal(trace.connections.length, 2);
    for (const { log, configurations } of trace.connections) {
      deepEqual(configurations[0]?.iceServers, [{ urls: ['stun:127.0.0.1:40009'], hasCredential: false }]);
      const descriptions = log.flatMap((event) => (event.type === 'description' ? [event] : []));
      equal(descriptions.length, 2);
      ok(descriptions.every(({ sdp, error }) => sdp.includes('m=video') && !error));
      ok(log.some((event) => event.type === 'candidate' && event.end === 'local' && event.candidate));
      ok(log.some((event) => event.type === 'candidate' && event.end === 'remote' && event.candidate));
    }
    const [sender] = trace.connections.flatMap(({ log }) => log.filter((event) => event.type === 'sender'));
    const sent = trace.tracks.find(({ id }) => id === sender?.track);
    equal(sent?.browserId, stream.getVideoTracks()[0]?.id ?? '');
    equal(trace.tracks.find(({ origin }) => origin === 'remote')?.connection, receiver(trace)?.id ?? '');
  });

  it('samples the statistics once a second', async () => {
    const recording = record();
    const { remote } = await loopback(movingStream());
    show(remote);
    const trace = await traceWith(recording, (seen) => {
      const frames = decoded(seen);
      return frames.length >= 3 && (frames.at(-1) ?? 0) > (frames[0] ?? 0);
    });
    const samples = receiver(trace)?.samples ?? [];
    const gaps = samples.slice(1).map(({ at }, i) => at - (samples[i]?.at ?? 0));
    ok(
      gaps.every((gap) => gap > 500),
      `gaps of ${gaps.join()} ms`,
    );
    deepEqual(JSON.parse(JSON.stringify(samples)), structuredClone(samples));
  });

  it('observes the element that shows the call, and measures its light when asked', async () => {
    const recording = record();
    const { remote } = await loopback(movingStream());
    const video = show(remote);
    const seen = await traceWith(recording, ({ elements }) =>
      elements.some(({ log }) => log.some((event) => event.type === 'observed' && event.videoWidth > 0)),
    );
    const [element] = seen.elements;
    const last = element?.log.findLast((event) => event.type === 'observed');
    equal(element?.log[0]?.type, 'source');
    equal(last?.width, 200);
    equal(last?.height, 150);
    ok(last?.visible && last.connected && last.streamActive && !last.paused);
    equal(seen.tracks.find(({ id }) => id === last?.liveTracks[0])?.origin, 'remote');
    ok(last.luma === undefined);

    recording.watch({ elements: [element?.id ?? ''], luma: [...last.tracks] });
    const lit = await traceWith(
      recording,
      ({ elements, tracks }) =>
        elements[0]?.log.some((event) => event.type === 'observed' && (event.luma ?? 0) > 20) === true &&
        tracks.some(({ log }) => log.some((event) => event.type === 'luma' && event.value > 20)),
    );
    equal(lit.elements.length, 1);

    video.style.visibility = 'hidden';
    await traceWith(recording, ({ elements }) => {
      const now = elements[0]?.log.findLast((event) => event.type === 'observed');
      return now?.visible === false && now.inViewport;
    });
  });

  it('waits for the event of a track that is over already, before it takes it for stopped', async () => {
    const recording = record();
    const streams = [movingStream(), movingStream()];
    for (const stream of streams) await loopback(stream);
    const tracks = streams.flatMap((stream) => stream.getVideoTracks());
    const ends = (): string[] =>
      tracks.map(({ id }) => {
        const log = recording.snapshot().tracks.find(({ browserId }) => browserId === id)?.log ?? [];
        return log.find(({ type }) => type === 'ended' || type === 'stopped')?.type ?? 'none';
      });
    for (const track of tracks) Object.defineProperty(track, 'readyState', { value: 'ended' });
    deepEqual(ends(), ['none', 'none']);
    // Firefox lets no page say this of a track (seen in 153).
    let told = false;
    tracks[0]?.addEventListener('ended', () => (told = true));
    tracks[0]?.dispatchEvent(new Event('ended'));
    equal(told, /Chrome/.test(navigator.userAgent));
    deepEqual(ends(), [told ? 'ended' : 'none', 'none']);
    await traceWith(recording, () => ends()[1] !== 'none');
    deepEqual(ends(), [told ? 'ended' : 'stopped', 'stopped']);
  });

  it('tells a track that the page stopped from one that ended, and notes enabled', async () => {
    const recording = record();
    const stream = movingStream();
    const [track] = stream.getVideoTracks();
    const { a } = await loopback(stream);
    ok(track);
    track.enabled = false;
    track.enabled = true;
    track.stop();
    a.close();
    const { tracks, connections } = recording.snapshot();
    const types = (browserId: string): string[] =>
      tracks.find((known) => known.browserId === browserId)?.log.map(({ type }) => type) ?? [];
    deepEqual(
      types(track.id).filter((type) => !type.endsWith('muted')),
      ['disabled', 'enabled', 'stopped'],
    );
    ok(connections.some(({ closedAt }) => closedAt !== undefined));
  });

  it('notes a description and a candidate that are refused', async () => {
    const recording = record();
    const pc = new RTCPeerConnection();
    later(() => pc.close());
    const outcomes = await Promise.allSettled([
      pc.setRemoteDescription({ type: 'answer', sdp: 'v=0' }),
      pc.addIceCandidate({ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' }),
    ]);
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as Error).name : 'fulfilled',
    );
    const errors = recording
      .snapshot()
      .connections[0]?.log.flatMap((event) => ('error' in event && event.error ? [event.error.name] : []));
    deepEqual(errors, reasons);
  });
});
