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
  setInterval(paint, 200);
  return canvas.captureStream(5);
}

class Remote extends Events {
  readonly id: string;
  readonly state = 'connected';
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
  readonly away?: boolean;
  readonly failure?: { readonly closeCode: number };
  readonly lobby?: boolean;
}

async function show(scene: Scene): Promise<void> {
  const rtl = scene.lang === 'ar';
  Object.assign(document.documentElement, { lang: scene.lang ?? 'en', dir: rtl ? 'rtl' : 'ltr' });
  const open = (): Promise<MediaStream> => {
    const stream = painted(0);
    const sound = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
    for (const track of sound) stream.addTrack(track);
    return Promise.resolve(stream);
  };
  navigator.mediaDevices.getUserMedia = open;
  const call = document.createElement('metered-call');
  Object.assign(call, {
    room: 'weekly',
    apiKey: 'pk_live_x',
    displayName: 'Ana',
    theme: scene.dark ? 'dark' : 'light',
  });
  if (!scene.lobby) call.lobby = 'off';
  const peer = Object.assign(new Events(), {
    peerId: 'me',
    channel: 'weekly',
    state: 'idle',
    remotePeers: [] as Remote[],
    join: () =>
      scene.failure ? Promise.reject(Object.assign(new Error('x'), scene.failure)) : Promise.resolve(),
    close: () => Promise.resolve(),
    addTrack: () => undefined,
    removeTrack: () => undefined,
    setHealth: () => undefined,
    setActiveSpeaker: () => undefined,
    sendTo: () => Promise.resolve(),
  });
  call.createPeer = () => peer as never;
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
  (scene.messages ?? []).forEach((text, index) => {
    const data = { type: 'metered-call/chat', id: String(index), text };
    peer.emit('data', { senderPeerId: `p${index % scene.people.length}`, data });
  });
  if (scene.away) peer.emit('state-change', { from: 'joined', to: 'reconnecting' });
  await call.updateComplete;
}

/** Presses a control of the bar. */
function press(control: string): void {
  const bar = document.querySelector('metered-call')?.shadowRoot?.querySelector('metered-call-control-bar');
  bar?.shadowRoot?.querySelector<HTMLElement>(`[data-control=${control}]`)?.click();
}

Object.assign(window, { show, press });
