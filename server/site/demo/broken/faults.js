import { demoKey, server } from '../../demo-config.js';
import { friendlyName } from '../../friendly-name.js';
import { callWith, connected, painted, silence } from '../loopback.js';

/** Puts a tile with a video element into `scene`. */
function addTile(scene) {
  const tile = document.createElement('div');
  tile.className = 'tile tile-dark';
  const video = document.createElement('video');
  video.playsInline = true;
  video.muted = true;
  const who = document.createElement('span');
  who.className = 'who';
  who.textContent = 'The other side';
  tile.append(video, who);
  scene.append(tile);
  return video;
}

function addElement(scene, attributes) {
  const call = document.createElement('metered-call');
  for (const [name, value] of Object.entries(attributes)) call.setAttribute(name, value);
  scene.append(call);
}

async function lentKey() {
  const apiKey = await demoKey();
  if (apiKey === null) throw new Error('this server lends no key to its pages');
  return apiKey;
}

/** Until a picture has been shown. */
const plays = (video) =>
  new Promise((resolve) => {
    const look = () => {
      if (video.videoWidth < 3 || video.currentTime === 0) return;
      video.removeEventListener('timeupdate', look);
      resolve();
    };
    video.addEventListener('timeupdate', look);
  });

/** By the code that the doctor should find; each is given the element in which to stage it. */
export const FAULTS = {
  async 'renderer-unbound'(scene) {
    addTile(scene);
    await callWith(painted());
  },

  async 'renderer-stale'(scene) {
    const video = addTile(scene);
    video.autoplay = true;
    const source = painted();
    const show = (stream) => {
      // The mistake: the same id, so it must be the stream that is shown.
      if (video.srcObject?.id !== stream.id) video.srcObject = stream;
    };
    const first = await callWith(source);
    show(first.stream);
    await plays(video);
    first.near.close();
    first.far.close();
    const second = await callWith(source);
    show(second.stream);
  },

  async 'renderer-paused'(scene) {
    const { stream } = await callWith(painted());
    addTile(scene).srcObject = stream;
  },

  async 'renderer-hidden'(scene) {
    const video = addTile(scene);
    video.autoplay = true;
    video.className = 'flat';
    video.srcObject = (await callWith(painted())).stream;
  },

  async 'autoplay-blocked'(scene) {
    const video = addTile(scene);
    video.muted = false;
    const { near, stream } = await callWith(new MediaStream([...painted().getTracks(), silence()]));
    video.srcObject = stream;
    await connected(near);
    // The mistake: nobody is told that a click is wanted.
    await video.play().catch(() => undefined);
  },

  async 'remote-source-black'(scene) {
    const video = addTile(scene);
    video.autoplay = true;
    const source = painted();
    video.srcObject = (await callWith(source)).stream;
    await plays(video);
    for (const track of source.getTracks()) track.enabled = false;
  },

  async 'turn-unreachable'(scene) {
    const video = addTile(scene);
    video.autoplay = true;
    // The last port, on which nothing listens; Chromium goes to none below 1024 but 53, 80 and 443.
    const relay = {
      urls: 'turn:127.0.0.1:65535?transport=tcp',
      username: 'practice',
      credential: 'practice',
    };
    const near = { iceServers: [relay], iceTransportPolicy: 'relay' };
    video.srcObject = (await callWith(painted(), { near })).stream;
  },

  async 'send-not-permitted'(scene) {
    const apiKey = await lentKey();
    if (apiKey !== 'pk_live_demo') throw new Error('only a server without a configuration has such a key');
    const room = friendlyName();
    const other = new globalThis.MeteredCall.MeteredPeer({ apiKey, url: server });
    await other.join(room);
    other.addStream(painted());
    addElement(scene, { room, 'api-key': 'pk_live_nosend', server, lobby: 'off', autojoin: '' });
  },

  'secret-key-in-page'(scene) {
    addElement(scene, { room: friendlyName(), 'api-key': 'sk_live_for_practice_only', server });
  },

  async 'capture-left-on'(scene) {
    const signalling = new globalThis.MeteredCall.SignallingClient({ apiKey: await lentKey(), url: server });
    await signalling.connect();
    const camera = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = addTile(scene);
    video.autoplay = true;
    const { near, far, stream } = await callWith(camera);
    video.srcObject = stream;
    await plays(video);
    near.close();
    far.close();
    await signalling.close();
    video.srcObject = null;
    // The mistake: nobody stops the tracks of `camera`.
  },
};
