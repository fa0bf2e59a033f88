import { FAULTS } from './faults.js';

const LOOK_EVERY_MS = 1000;

const code = new URLSearchParams(location.search).get('fault') ?? '';
const find = (selector) => document.querySelector(selector);

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  made.append(...children);
  return made;
}

function shown({ code, severity, cause, evidence, fix }) {
  const proof = evidence.map(({ label, value }) => `${label}: ${value}`).join(' · ');
  const item = element(
    'li',
    '',
    element('p', '', element('code', code), ` · ${severity}`),
    element('p', cause),
    element('p', proof),
    element('ol', '', ...fix.map((step) => element('li', step))),
  );
  item.dataset.finding = code;
  item.children[2].className = 'hint';
  return item;
}

/** Asks again and again: the proof of some faults takes seconds to exist. */
function follow(recorder) {
  const status = find('#status');
  let last;
  const look = async () => {
    // Information is left out: it is no fault, as that this page has no relay in reserve.
    const findings = (await recorder.findings()).filter(({ severity }) => severity !== 'info');
    const codes = findings.map(({ id }) => id).join();
    if (codes !== last) {
      last = codes;
      find('#findings').replaceChildren(...findings.map(shown));
      status.textContent =
        findings.length === 0
          ? 'Nothing is proven yet.'
          : `Found: ${findings.map(({ code }) => code).join(', ')}`;
    }
    setTimeout(look, LOOK_EVERY_MS);
  };
  void look();
}

function offerRecorder() {
  // A deferred script has run by the time a module does.
  if (!globalThis.MeteredCall) return;
  const recorder = globalThis.MeteredCall.startRecorder(window);
  const ask = find('#ask');
  ask.hidden = false;
  ask.addEventListener(
    'click',
    () => {
      ask.disabled = true;
      follow(recorder);
    },
    { once: true },
  );
}

async function stage() {
  const card = find(`[data-fault="${code}"]`);
  const title = card.querySelector('h2').textContent;
  document.title = `${title} – metered-call`;
  find('#title').textContent = title;
  find('#story').append(...card.querySelector('p').cloneNode(true).childNodes);
  find('#expected').textContent = code;
  find('#guide').href = `/docs/troubleshooting.html#${code}`;
  card.querySelector('a').setAttribute('aria-current', 'page');
  find('#introduction').hidden = true;
  find('#broken').hidden = false;
  offerRecorder();
  try {
    await FAULTS[code](find('#scene'));
  } catch (err) {
    const notice = find('#notice');
    notice.textContent = `This fault could not be made: ${err.message}`;
    notice.hidden = false;
  }
}

if (Object.hasOwn(FAULTS, code)) void stage();
