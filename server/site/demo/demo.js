import { copyOnClick } from '../copy.js';
import { demoKey, server } from '../demo-config.js';
import { friendlyName } from '../friendly-name.js';

const query = new URLSearchParams(location.search);
const room = query.get('room')?.trim() ?? '';

function notice(words) {
  const line = document.querySelector('#notice');
  line.textContent = words;
  line.hidden = false;
}

function invitation() {
  const url = new URL(location.href);
  url.searchParams.delete('autojoin');
  return url.href;
}

async function start() {
  document.title = `${room} – metered-call`;
  document.querySelector('#room').textContent = room;
  copyOnClick(document.querySelector('#invite'), document.querySelector('#copied'), invitation);

  const apiKey = await demoKey();
  if (apiKey === null) return notice('This server lends no key to its demo page.');
  // A deferred script has run by the time a module does.
  if (!customElements.get('metered-call')) {
    return notice('The call could not be loaded: /metered-call.js is missing on this server.');
  }
  const call = document.createElement('metered-call');
  call.setAttribute('room', room);
  call.setAttribute('api-key', apiKey);
  call.setAttribute('server', server);
  if (query.has('autojoin')) {
    call.setAttribute('lobby', 'off');
    call.setAttribute('autojoin', '');
  }
  document.querySelector('#call').append(call);
}

if (room === '') {
  query.set('room', friendlyName());
  location.replace(`?${query}`);
} else {
  void start();
}
