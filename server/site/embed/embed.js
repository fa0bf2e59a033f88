import { demoKey, server } from '../demo-config.js';
import { runCommand } from './commands.js';
import { tellEvents } from './events.js';
import { openParent } from './parent.js';
import { readQuery } from './query.js';
import { createTokens } from './tokens.js';

const { settings, apiKey, autojoin, hasSecret, parentOrigin } = readQuery(location.search);
// Neither this page's address nor what reads it later shall go on holding a secret.
if (hasSecret) history.replaceState(null, '', location.pathname);

function createCall() {
  const call = document.createElement('metered-call');
  call.setAttribute('server', server);
  for (const [name, value] of Object.entries(settings)) call.setAttribute(name, value);
  if (autojoin) call.setAttribute('lobby', 'off');
  return call;
}

/** The key of the query, else the one this server lends, else tokens of the parent's. */
async function giveCredential(call, tokens) {
  const key = apiKey ?? (await demoKey());
  if (key === null) call.tokenProvider ??= tokens.provider;
  else call.setAttribute('api-key', key);
}

function start() {
  if (settings.lang) {
    document.documentElement.lang = settings.lang;
    document.documentElement.dir = /^(ar|fa|he|ur)\b/i.test(settings.lang) ? 'rtl' : 'ltr';
  }
  const call = createCall();
  const tokens = createTokens(() => parent.tell('token-needed'));
  const credential = giveCredential(call, tokens);
  const useToken = (token) => {
    tokens.give(token);
    call.tokenProvider = tokens.provider;
  };
  const greet = () => {
    parent.tell('ready', { state: call.state });
    if (tokens.awaited()) parent.tell('token-needed');
  };
  const parent = openParent({
    namedOrigin: parentOrigin,
    onInit: greet,
    async onMessage(message) {
      await credential;
      const result = await runCommand(message, { call, useToken });
      if (result) parent.tell('result', result);
    },
  });
  tellEvents(call, parent);
  greet();
  void credential.then(() => {
    if (autojoin) call.setAttribute('autojoin', '');
    document.body.append(call);
  });
}

// A deferred script has run by the time a module does.
if (customElements.get('metered-call')) start();
else {
  const notice = document.querySelector('#notice');
  notice.textContent = 'The call could not be loaded: /metered-call.js is missing on this server.';
  notice.hidden = false;
}
