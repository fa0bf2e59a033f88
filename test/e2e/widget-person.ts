import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { openCall, type CallPage } from './call-page.ts';
import type {} from './page/person.ts';

const PATIENCE = 45_000;

export type Role = 'button' | 'textbox' | 'combobox' | 'checkbox' | 'radio' | 'link' | 'meter' | 'summary';

/** Somebody who uses the element by what its controls are called. */
export interface Person extends CallPage {
  /** The one that is visible, by role and name, wherever it is inside the element. */
  find(role: Role, name: string): Promise<ElementHandle<HTMLElement>>;
  /** Waits until that text can be read somewhere in the element. */
  reads(text: string): Promise<void>;
  /** Waits until it cannot be read any more. */
  readsNoMore(text: string): Promise<void>;
  write(field: string, text: string): Promise<void>;
  choose(field: string, label: string): Promise<void>;
  /** What axe-core finds at the standard's levels A and AA, one line each. */
  axe(): Promise<string[]>;
}

async function inPage(): Promise<string> {
  const source = await readFile(new URL('./page/person.ts', import.meta.url), 'utf8');
  return (await transform(source, { loader: 'ts', format: 'iife', target: 'es2022' })).code;
}

export async function openPerson(browser: Browser, url: string): Promise<Person> {
  const call = await openCall(browser, url);
  const { page } = call;
  await page.evaluate(await inPage());
  const find: Person['find'] = async (role, name) => {
    await page.bringToFront();
    const handle = await page
      .waitForFunction(
        (r: string, n: string) => window.person.find(r, n),
        { polling: 50, timeout: PATIENCE },
        role,
        name,
      )
      .catch((cause: unknown) => {
        throw new Error(`there is no ${role} "${name}"`, { cause });
      });
    return handle.asElement() as ElementHandle<HTMLElement>;
  };
  return Object.assign(call, {
    find,
    reads: (text: string) =>
      call.until(`"${text}" is to be read`, (t: string) => window.person.reads(t), text),
    readsNoMore: (text: string) =>
      call.until(`"${text}" is gone`, (t: string) => !window.person.reads(t), text),
    async write(field: string, text: string) {
      const input = await find('textbox', field);
      await input.click();
      await input.type(text);
    },
    async choose(field: string, label: string) {
      const select = await find('combobox', field);
      const value = await select.evaluate((element, wanted) => {
        const options = [...(element as unknown as HTMLSelectElement).options];
        return options.find(({ text }) => text.trim() === wanted)?.value ?? null;
      }, label);
      if (value === null) throw new Error(`"${field}" has no "${label}"`);
      await select.select(value);
    },
    async axe() {
      await page.bringToFront();
      if (!(await page.evaluate(() => 'axe' in window)))
        await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
      return page.evaluate(async () => {
        // An animation under way has the contrast of neither of its ends.
        const running = window.prepared
          .deep('*')
          .flatMap((element) => element.getAnimations())
          .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
        await Promise.all(running.map((animation) => animation.finished.catch(() => undefined)));
        const { axe } = window as unknown as { axe: Axe };
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run('metered-call', { runOnly: { type: 'tag', values: tags } });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
        );
      });
    },
  });
}

interface Axe {
  run(
    context: string,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}
