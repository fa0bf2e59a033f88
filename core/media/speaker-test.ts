/** Seconds at which the two notes begin, and their hertz. */
const NOTES = [
  [0, 523.25],
  [0.25, 659.25],
] as const;
const LENGTH = 0.7;
/** Milliseconds after which it is over in any case: without a sound system Firefox runs no context, and no note ends. */
const PATIENCE_MS = 2_000;

/** Plays two soft notes on a speaker, the system's own if `sinkId` is empty. Call it in a click's own task. */
export async function playTestSound(sinkId: string): Promise<void> {
  const context = new AudioContext();
  try {
    const out = context.createMediaStreamDestination();
    const element = new Audio();
    element.srcObject = out.stream;
    if (sinkId && 'setSinkId' in element) await element.setSinkId(sinkId);
    const gain = new GainNode(context, { gain: 0 });
    gain.connect(out);
    gain.gain.linearRampToValueAtTime(0.25, context.currentTime + 0.05);
    gain.gain.linearRampToValueAtTime(0, context.currentTime + LENGTH);
    const ended = NOTES.map(([after, frequency]) => {
      const note = new OscillatorNode(context, { frequency });
      note.connect(gain);
      note.start(context.currentTime + after);
      note.stop(context.currentTime + LENGTH);
      return new Promise((done) => note.addEventListener('ended', done, { once: true }));
    });
    const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
    await Promise.race([Promise.all([element.play(), ...ended]), late]);
    element.srcObject = null;
  } finally {
    void context.close();
  }
}
