// The options: what leaves a saved recording, which sites are watched, what is kept.
import browser from 'webextension-polyfill';
import { askBackground } from '../faces/feed.ts';
import { redactionChoice } from '../faces/report.ts';
import type { RedactionChoice } from '../faces/report.ts';
import { useLanguage } from '../faces/use-language.ts';
import { button, el, renderer } from '../ui/dom.ts';
import type { Child } from '../ui/dom.ts';
import { t } from '../words/words.ts';

const render = renderer(document.querySelector('main') as Element);
const DEVTOOLS = { permissions: ['devtools'] } as unknown as Parameters<
  typeof browser.permissions.request
>[0];

let forgotten = false;

async function draw(): Promise<void> {
  const [choice, { origins = [] }, offersDevtools] = await Promise.all([
    redactionChoice(),
    browser.permissions.getAll(),
    lacksDevtools(),
  ]);
  render(
    el(
      'main',
      null,
      el('h1', null, t('options.title')),
      el('h2', null, t('options.redaction')),
      box('addresses', t('options.addresses'), choice),
      box('labels', t('options.labels'), choice),
      el('p.quiet', null, t('options.redaction.note')),
      el('h2', null, t('options.sites')),
      origins.length === 0
        ? el('p', null, t('options.sites.none'))
        : el('ul.rows', null, ...origins.map(site)),
      el('h2', null, t('options.history')),
      el('p', null, t('options.history.note')),
      el('p.buttons', null, button(t('options.forget'), forget)),
      el('p', { attrs: { role: 'status' } }, forgotten ? t('options.forgotten') : ''),
      ...(offersDevtools ? devtools() : []),
    ),
  );
}

function box(name: keyof RedactionChoice, label: string, choice: RedactionChoice): Child {
  const set = (event: Event): void =>
    void browser.storage.local.set({ [name]: (event.target as HTMLInputElement).checked }).then(draw);
  return el(
    'p',
    null,
    el(
      'label',
      null,
      el('input', { attrs: { type: 'checkbox', name, checked: choice[name] }, on: { change: set } }),
      ` ${label}`,
    ),
  );
}

function site(pattern: string): Child {
  const remove = (): void => void browser.permissions.remove({ origins: [pattern] }).then(draw);
  return el('li', { key: pattern }, pattern, button(t('options.remove', { site: pattern }), remove));
}

function forget(): void {
  void askBackground({ type: 'forget' }).then(() => {
    forgotten = true;
    return draw();
  });
}

/** In Firefox the panel is a permission that may be missing. */
async function lacksDevtools(): Promise<boolean> {
  const { optional_permissions: optional = [] } = browser.runtime.getManifest();
  return optional.some((name) => name === 'devtools') && !(await browser.permissions.contains(DEVTOOLS));
}

function devtools(): Child[] {
  const ask = (): void => void browser.permissions.request(DEVTOOLS).then(draw);
  return [
    el('p.buttons', null, button(t('options.devtools'), ask)),
    el('p.quiet', null, t('options.devtools.note')),
  ];
}

await useLanguage();
browser.permissions.onAdded.addListener(() => void draw());
browser.permissions.onRemoved.addListener(() => void draw());
await draw();
