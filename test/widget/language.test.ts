import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { callFindings } from '../../core/locales/english/call-findings.ts';
import { doctorFindings } from '../../core/locales/english/doctor-findings.ts';
import { learnFindings, wordsFor } from '../../widget/language.ts';

const page = globalThis as { document?: unknown };
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
  delete page.document;
});

test('English knows what the doctor finds once the doctor is there, and another language falls back on it', async () => {
  const english = await wordsFor('en', '');
  assert.equal(english.finding('room-missing')?.title, callFindings['room-missing'].title);
  assert.equal(english.finding('frozen'), null);

  page.document = { baseURI: 'https://example.com/' };
  const file = {
    lang: 'de',
    words: { 'call.label': 'Videoanruf', 'call.empty': 7 },
    findings: {
      'room-missing': { title: 'Kein Raum', cause: 'Keiner ist genannt.', fix: ['Nenne {name}.'] },
      'room-invalid': { title: 'Kaputt', cause: 'Ohne Schritte.' },
    },
  };
  globalThis.fetch = () => Promise.resolve(Response.json(file));
  const german = await wordsFor('de', '/locales');
  assert.equal(german.lang, 'de');
  assert.equal(german.t('call.label'), 'Videoanruf');
  assert.equal(german.t('call.empty'), english.t('call.empty'));
  assert.deepEqual(german.finding('room-missing', undefined, { name: 'ihn' })?.fix, ['Nenne ihn.']);
  assert.equal(german.finding('room-invalid')?.title, callFindings['room-invalid'].title);
  assert.equal(german.finding('frozen'), null);

  learnFindings(doctorFindings);
  assert.equal(english.finding('frozen')?.title, doctorFindings.frozen.title);
  assert.equal(german.finding('frozen')?.title, doctorFindings.frozen.title);
  assert.equal(german.finding('no-such-code'), null);
});

test('what is no catalogue leaves everything in English', async () => {
  page.document = { baseURI: 'https://example.com/' };
  globalThis.fetch = () => Promise.resolve(Response.json(['de']));
  assert.equal((await wordsFor('fr', '/locales')).lang, 'en');
});
