import { demoKey, server } from '../../demo-config.js';
import { callWith, painted } from '../loopback.js';

/** A dead UDP port is told of after 40 s in Chromium: what has no answer by now will have none. */
const PATIENCE_MS = 15_000;

const notice = document.querySelector('#notice');

function addRow(url) {
  const row = document.createElement('li');
  const name = document.createElement('code');
  name.textContent = url;
  const words = document.createElement('p');
  row.append(name, words);
  row.dataset.relay = url;
  document.querySelector('#relays').append(row);
  return (state, text) => {
    row.dataset.state = state;
    words.textContent = text;
  };
}

/** The relays that a peer with this key is given, one for each address. */
async function relaysFor(apiKey) {
  const client = new globalThis.MeteredCall.SignallingClient({
    apiKey,
    url: server,
    reconnect: false,
  });
  const welcome = new Promise((resolve) => client.on('connected', resolve));
  await client.connect();
  const { iceServers = [] } = await welcome;
  void client.close();
  return iceServers.flatMap((given) =>
    [given.urls]
      .flat()
      .filter((url) => /^turns?:/i.test(url))
      .map((urls) => ({ ...given, urls })),
  );
}

/** Sends a picture through one relay; resolves with the seconds it took. @throws Error with what went wrong, in words */
async function relay(picture, iceServer) {
  const configuration = { iceServers: [iceServer], iceTransportPolicy: 'relay' };
  const began = performance.now();
  const { near, far, stream } = await callWith(picture, { near: configuration, far: configuration });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  let refusal = '';
  near.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
    // Unreachable on one interface need not be so on the next; a refusal is final.
    refusal =
      errorCode === 701 ? `Nothing answers there (${errorText}).` : `Refused: ${errorCode} ${errorText}`;
  });
  try {
    await Promise.race([
      video.play(),
      new Promise((_, reject) =>
        setTimeout(() => reject(new Error(refusal || 'No picture within 15 seconds.')), PATIENCE_MS),
      ),
    ]);
    return (performance.now() - began) / 1000;
  } finally {
    near.close();
    far.close();
  }
}

async function start() {
  const apiKey = new URLSearchParams(location.search).get('api-key') ?? (await demoKey());
  if (apiKey === null) {
    notice.textContent =
      'This server lends no key to its pages: set demoKey in its configuration, or add ?api-key=pk_… to the address.';
    return;
  }
  const relays = await relaysFor(apiKey);
  if (relays.length === 0) {
    notice.textContent =
      'This server hands out no relay: its configuration names no turn, or the key goes without.';
    return;
  }
  notice.textContent = `${relays.length} to try.`;
  const picture = painted();
  const results = await Promise.all(
    relays.map(async (iceServer) => {
      const say = addRow(iceServer.urls);
      say('trying', 'Trying…');
      try {
        const seconds = await relay(picture, iceServer);
        say('works', `Works: a picture came through in ${seconds.toFixed(1)} s.`);
        return true;
      } catch (err) {
        say('fails', err.message);
        return false;
      }
    }),
  );
  const good = results.filter(Boolean).length;
  notice.textContent = good === relays.length ? 'Every relay works.' : `${good} of ${relays.length} work.`;
}

start().catch((err) => {
  notice.textContent = `The server cannot be asked: ${err.message}`;
});
