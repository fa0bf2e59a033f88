import { copyOnClick } from './copy.js';
import { demoKey, server } from './demo-config.js';
import { friendlyName } from './friendly-name.js';

const field = document.querySelector('#room');
const snippet = document.querySelector('#snippet');
const key = demoKey();

field.value = friendlyName();

const attribute = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

async function showSnippet() {
  const apiKey = (await key) ?? 'pk_live_…';
  snippet.textContent = [
    `<script src="${location.origin}/metered-call.js" defer></script>`,
    `<metered-call room="${attribute(field.value)}"`,
    `  api-key="${apiKey}" server="${server}"></metered-call>`,
  ].join('\n');
}

field.addEventListener('input', () => void showSnippet());
copyOnClick(document.querySelector('#copy'), document.querySelector('#copied'), () => snippet.textContent);
void showSnippet();
