import { lumaOf } from '../../../core/recorder/luma.ts';
import { nativesOf } from '../../../core/recorder/natives.ts';
import { Scope } from '../../../core/recorder/scope.ts';
import type { Trace } from '../../../core/recorder/trace.ts';
import { describe, equal, it, ok } from '../../helpers/bdd.ts';
import { later, record, traceWith } from './page.ts';

/** Looks at a track that may not run before it is clear that nothing will come. */
const LOOKS = 4;

const levelsOf = ({ tracks }: Trace): number[] =>
  tracks.flatMap(({ log }) => log.flatMap((event) => (event.type === 'level' ? event.value : [])));

/** A playing picture of one colour. */
async function plain(colour: string): Promise<HTMLVideoElement> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const draw = (): void => {
    if (!context) return;
    context.fillStyle = colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  draw();
  const timer = setInterval(draw, 50);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = canvas.captureStream();
  document.body.append(video);
  later(() => {
    clearInterval(timer);
    video.remove();
  });
  await video.play();
  return video;
}

describe('what is sampled because a rule asks for it', () => {
  it('is how loud a track is, where the browser lets sound run, and nothing where it does not', async () => {
    const recording = record();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    later(() => {
      void context.close();
      for (const track of stream.getTracks()) track.stop();
    });
    const { tracks } = await traceWith(recording, (trace) => trace.tracks.length > 0);
    recording.watch({ level: tracks.map(({ id }) => id) });
    let looks = 0;
    const trace = await traceWith(
      recording,
      (now) => levelsOf(now).some((level) => level > 0) || (context.state !== 'running' && ++looks > LOOKS),
    );
    const levels = levelsOf(trace);
    if (context.state === 'running')
      ok(
        levels.some((level) => level > 0 && level <= 1),
        levels.join(),
      );
    else equal(levels.length, 0, levels.join());
  });

  it('is how bright a picture is, and nothing where none was drawn', async () => {
    const scope = new Scope(window, nativesOf(window));
    const [white, black] = [await plain('#fff'), await plain('#000')];
    ok((lumaOf(white, scope) ?? 0) > 230, String(lumaOf(white, scope)));
    equal(lumaOf(document.createElement('video'), scope), undefined);
    ok((lumaOf(black, scope) ?? 255) < 10, String(lumaOf(black, scope)));
  });
});
