import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { FIREFOX_PREFS } from '../../helpers/browser-flags.ts';
import { browserPath } from '../../helpers/find-browser.ts';
import { newFirefoxProfile } from '../../helpers/firefox-profile.ts';

const PREFS: Readonly<Record<string, unknown>> = {
  ...FIREFOX_PREFS,
  'marionette.port': 0,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 1,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'termsofuse.bypassNotification': true,
};
const START_MS = 30_000;
const SCRIPT_MS = 60_000;

type Context = 'content' | 'chrome';

/** Firefox's own remote protocol: the one that reaches its windows, and with them a real toolbar and its popup. */
export interface Marionette {
  command(name: string, parameters?: object): Promise<unknown>;
  /** Runs the body of an async function in the current tab, or in the browser itself. */
  run<T>(context: Context, body: string, ...args: unknown[]): Promise<T>;
  stop(): Promise<void>;
}

export async function startFirefox(prefs: Readonly<Record<string, unknown>> = {}): Promise<Marionette> {
  const profile = await newFirefoxProfile();
  const lines = Object.entries({ ...PREFS, ...prefs }).map(
    ([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const args = [
    '--headless',
    '--marionette',
    '--no-remote',
    '--remote-allow-system-access',
    '--profile',
    profile,
  ];
  const child = spawn(browserPath('firefox'), args, { stdio: 'ignore', detached: true });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  process.once('exit', kill);
  const port = await portOf(profile);
  const socket = connect(port, '127.0.0.1');
  const command = await converse(socket);
  await command('WebDriver:NewSession');
  await command('WebDriver:SetTimeouts', { script: SCRIPT_MS });
  return {
    command,
    async run<T>(context: Context, body: string, ...given: unknown[]): Promise<T> {
      await command('Marionette:SetContext', { value: context });
      const script = `const done = arguments[arguments.length - 1];
        (async (...args) => { ${body} })(...[...arguments].slice(0, -1)).then(
          (value) => done({ value }), (err) => done({ error: String(err) + ' ' + (err && err.stack) }));`;
      const result = await command('WebDriver:ExecuteAsyncScript', { script, args: given });
      const { value, error } = (result as { value: { value: T; error?: string } }).value;
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async stop() {
      process.off('exit', kill);
      const ended = new Promise((done) => child.once('exit', done));
      socket.destroy();
      kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function portOf(profile: string): Promise<number> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    const port = Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => ''));
    if (port > 0) return port;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('Firefox did not start');
}

type Command = (name: string, parameters?: object) => Promise<unknown>;

/** A message is its length in bytes, a colon, and JSON: `[0, id, name, parameters]` and `[1, id, error, result]`. */
function converse(socket: Socket): Promise<Command> {
  const waiting = new Map<number, { ok(value: unknown): void; fail(err: Error): void }>();
  let last = 0;
  let buffer = Buffer.alloc(0);
  const command: Command = (name, parameters = {}) =>
    new Promise((ok, fail) => {
      waiting.set((last += 1), { ok, fail });
      const text = JSON.stringify([0, last, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  return new Promise((greeted) => {
    const read = (message: unknown): void => {
      if (!Array.isArray(message)) return greeted(command);
      const [, id, error, result] = message as [
        number,
        number,
        { error: string; message: string } | null,
        unknown,
      ];
      const one = waiting.get(id);
      waiting.delete(id);
      if (error) one?.fail(new Error(`${error.error}: ${error.message}`));
      else one?.ok(result);
    };
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      for (;;) {
        const colon = buffer.indexOf(':');
        const length = Number(buffer.subarray(0, Math.max(colon, 0)).toString());
        if (colon < 0 || buffer.length < colon + 1 + length) return;
        const text = buffer.subarray(colon + 1, colon + 1 + length).toString();
        buffer = buffer.subarray(colon + 1 + length);
        read(JSON.parse(text));
      }
    });
  });
}
