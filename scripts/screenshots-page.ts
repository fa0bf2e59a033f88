// Runs in the page that is photographed: an engine that is not there, with people who are painted.
import type {} from '../widget/metered-call.ts';

type Listener = (event: never) => void;

class Events {
  readonly #listeners = new Map<string, Listener[]>();
  on(type: string, listener: Listener): this {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    return this;
  }
  off(): this {
    return this;
  }
  emit(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

/** Of the scene that is shown. */
const painting: ReturnType<typeof setInterval>[] = [];

/** A picture of somebody in a room, in colours that go with the number. */
function painted(number: number, screen = false): MediaStream {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const hue = (number * 47 + 205) % 360;
  const shape = (colour: string, x: number, y: number, rx: number, ry: number): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, rx, ry, 0, 0, 7);
    context.fill();
  };
  const paint = (): void => {
    const wall = context.createLinearGradient(0, 0, 1280, 720);
    wall.addColorStop(0, `hsl(${hue} 32% 62%)`);
    wall.addColorStop(1, `hsl(${hue + 30} 36% 38%)`);
    context.fillStyle = screen ? '#fdfdfb' : wall;
    context.fillRect(0, 0, 1280, 720);
    if (screen) {
      context.fillStyle = '#22304a';
      context.fillRect(80, 70, 520, 34);
      [300, 210, 420, 350, 480, 390].forEach((height, index) => {
        context.fillStyle = index % 2 ? '#7c93e8' : '#3451d1';
        context.fillRect(120 + index * 180, 640 - height, 110, height);
      });
      return;
    }
    shape(`hsl(${hue + 140} 34% 34%)`, 640, 760, 330, 270);
    shape(
      `hsl(${22 + (number % 4) * 4} ${38 + (number % 3) * 8}% ${72 - (number % 5) * 10}%)`,
      640,
      370,
      125,
      160,
    );
    shape(`hsl(${24 + number * 8} 32% ${18 + (number % 3) * 14}%)`, 640, 262, 142, 92);
  };
  paint();
  painting.push(setInterval(paint, 200));
  return canvas.captureStream(5);
}

class Remote extends Events {
  readonly id: string;
  state = 'connected';
  readonly health = null;
  readonly pc = {};
  readonly hello = { version: 1, capabilities: [] };
  readonly metadata: { displayName: string };
  constructor(id: string, displayName: string) {
    super();
    this.id = id;
    this.metadata = { displayName };
  }
  requestVideo(): void {}
}

export interface Scene {
  readonly people: readonly string[];
  readonly dark?: boolean;
  readonly lang?: string;
  readonly share?: boolean;
  readonly messages?: readonly string[];
  /** A file that waits to be accepted. */
  readonly file?: boolean;
  /** The first of the others is heard. */
  readonly speaking?: boolean;
  /** What is being recovered: the server, or the path to the first of the others. */
  readonly away?: 'server' | 'path';
  readonly failure?: { readonly closeCode: number };
  /** The page has a secret key. */
  readonly secret?: boolean;
  readonly lobby?: boolean;
  readonly ended?: boolean;
  /** Camera and microphone are refused. */
  readonly refused?: boolean;
  /** The browser plays nothing before a click. */
  readonly blocked?: boolean;
  /** Code of a finding on the tile of the first of the others. */
  readonly finding?: string;
  /** The first of the others asks for the report of this side. */
  readonly question?: boolean;
  readonly stats?: boolean;
}

const plays = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play')
  ?.value as () => Promise<void>;
const refusal = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'));

let audio: AudioContext | undefined;

function prepareBrowser({ refused, blocked }: Scene): void {
  const open = (): Promise<MediaStream> => {
    const stream = painted(0);
    const sound = (audio ??= new AudioContext()).createMediaStreamDestination();
    for (const track of sound.stream.getAudioTracks()) stream.addTrack(track);
    return Promise.resolve(stream);
  };
  navigator.mediaDevices.getUserMedia = refused ? refusal : open;
  HTMLMediaElement.prototype.play = blocked ? refusal : plays;
}

type Call = HTMLElementTagNameMap['metered-call'];
type Options = Parameters<Call['createPeer']>[0];

function fakePeer({ failure }: Scene) {
  return Object.assign(new Events(), {
    peerId: 'me',
    channel: 'weekly',
    state: 'idle',
    remotePeers: [] as Remote[],
    join: () => (failure ? Promise.reject(Object.assign(new Error('x'), failure)) : Promise.resolve()),
    close: () => Promise.resolve(),
    addTrack: () => undefined,
    removeTrack: () => undefined,
    setHealth: () => undefined,
    setActiveSpeaker: () => undefined,
    sendTo: () => Promise.resolve(),
  });
}

/** Shows it in the place of the one before. */
async function show(scene: Scene): Promise<void> {
  document.querySelector('metered-call')?.remove();
  for (const timer of painting.splice(0)) clearInterval(timer);
  const rtl = scene.lang === 'ar';
  Object.assign(document.documentElement, { lang: scene.lang ?? 'en', dir: rtl ? 'rtl' : 'ltr' });
  prepareBrowser(scene);
  const call = document.createElement('metered-call');
  Object.assign(call, {
    room: 'weekly',
    apiKey: scene.secret ? 'sk_secret_x' : 'pk_live_x',
    displayName: 'Ana',
    theme: scene.dark ? 'dark' : 'light',
  });
  if (!scene.lobby) call.lobby = 'off';
  const peer = fakePeer(scene);
  let options: Options = {};
  call.createPeer = (given) => {
    options = given;
    return peer as never;
  };
  document.body.append(call);
  if (scene.lobby) return;
  await call.join().catch(() => undefined);
  scene.people.forEach((name, index) => {
    const remote = new Remote(`p${index}`, name);
    peer.remotePeers.push(remote);
    peer.emit('peer-joined', { peer: remote });
    // Every fourth has no camera.
    const stream = painted(index + 1);
    if (index % 4 !== 3)
      for (const track of stream.getTracks()) remote.emit('track', { track, streams: [stream] });
  });
  const [first] = peer.remotePeers;
  if (scene.share && first) {
    const stream = painted(0, true);
    const metadata = { role: 'screen' };
    for (const track of stream.getTracks()) first.emit('track', { track, streams: [stream], metadata });
  }
  if (scene.away === 'server') {
    peer.emit('state-change', { from: 'joined', to: 'reconnecting' });
    options.logger?.info('reconnecting', { attempt: 2, delayMs: 4_000 });
  }
  if (scene.away === 'path' && first) {
    first.state = 'reconnecting';
    first.emit('recovery', { recovery: { attempt: 3, attempts: 9, delayMs: 4_000 } });
    first.emit('state-change', { from: 'connected', to: 'reconnecting' });
  }
  tellAll(scene, peer);
  await call.updateComplete;
  if (scene.ended) await call.leave();
  await call.updateComplete;
  decorate(scene, call);
}

function tellAll({ messages = [], people, file, question }: Scene, peer: Events): void {
  messages.forEach((text, index) => {
    const data = { type: 'metered-call/chat', id: String(index), text };
    peer.emit('data', { senderPeerId: `p${index % people.length}`, data });
  });
  const offer = { transferId: 't', senderPeerId: 'p0', name: 'figures-2024.pdf', size: 14_000_000 };
  if (file) peer.emit('blob-offered', { offer: { ...offer, automatic: false, hold: () => undefined } });
  const data = { type: 'metered-call/report', op: 'ask', id: 'q' };
  if (question) peer.emit('data', { senderPeerId: 'p0', kind: 'direct', data });
}

/** What only real media and real connections lead to, set where it would be shown. */
function decorate({ speaking, finding, stats }: Scene, call: Call): void {
  const grid = call.shadowRoot?.querySelector('metered-call-grid')?.shadowRoot;
  const tile = grid?.querySelector('[data-tile=p0]');
  if (!tile) return;
  if (speaking) tile.toggleAttribute('speaking', true);
  if (finding !== undefined) {
    const subject = { kind: 'peer', id: 'p0', label: 'Chidi' };
    const words = { cause: '', fix: [], params: {}, evidence: [], side: 'remote' };
    Object.assign(tile, { finding: { id: finding, code: finding, severity: 'error', subject, ...words } });
  }
  if (!stats) return;
  const traffic = { roundTrip: 38, loss: 0.004, received: 1_480, sent: 1_210, relayed: false };
  const reading = { quality: 'fair', ...traffic, width: 1280, height: 720, frameRate: 30 };
  const detail = { type: 'stats', detail: true };
  tile.dispatchEvent(new CustomEvent('metered-call-request', { detail, bubbles: true, composed: true }));
  Object.assign(tile, { reading });
}

/** Presses a control of the bar, or of its menu where there is no room for it. */
async function press(control: string): Promise<void> {
  const call = document.querySelector('metered-call');
  const bar = call?.shadowRoot?.querySelector('metered-call-control-bar');
  const button = (name: string): HTMLElement | null | undefined =>
    bar?.shadowRoot?.querySelector<HTMLElement>(`[data-control=${name}]`);
  if (!button(control)) {
    button('more')?.click();
    await call?.updateComplete;
  }
  button(control)?.click();
}

/** Until every picture that is to be seen is, and for so many frames nothing has been on its way any more. */
async function settled(frames = 20): Promise<void> {
  const deep = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? deep(one.shadowRoot) : [])]);
  const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
  const moving = (): boolean => {
    const all = deep(document);
    const animated = all.some((one) =>
      one.getAnimations().some((a) => a.playState === 'running' && a.effect?.getTiming().iterations === 1),
    );
    const waiting = all.some(
      (one) =>
        one instanceof HTMLVideoElement && one.srcObject !== null && !one.paused && one.videoWidth === 0,
    );
    return animated || waiting;
  };
  // Parts that are fetched first come within the first frames.
  for (let still = 0; still < frames; still = moving() ? 0 : still + 1) await frame();
}

Object.assign(window, { show, press, settled });
