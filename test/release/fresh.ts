import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** A folder in which the packed package was installed, as in any project, and nothing else of ours can be seen. */
export interface Fresh {
  readonly dir: string;
  readonly tarball: string;
  /** Paths inside the package. */
  readonly files: readonly string[];
  /** Writes a project beside the installed package; gives its folder. */
  project(name: string, files: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

/** Packs what was built and installs it, with its dependencies, from the registry or npm's own cache. */
export async function installFresh(): Promise<Fresh> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-call-release-'));
  try {
    const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dir]);
    const [first] = readPacked(packed.stdout);
    if (!first) throw new Error(`npm pack said\n${packed.stdout}`);
    const tarball = join(dir, first.filename);
    await writeFile(join(dir, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await run('npm', ['install', '--prefer-offline', ...QUIET, tarball], { cwd: dir });
    return {
      dir,
      tarball,
      files: first.files.map(({ path }) => path),
      async project(name, files) {
        for (const [path, text] of Object.entries(files)) {
          const file = join(dir, name, path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        }
        return join(dir, name);
      },
      remove: () => rm(dir, { recursive: true, force: true }),
    };
  } catch (err) {
    await rm(dir, { recursive: true, force: true });
    throw err;
  }
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A list, or by name in later versions of npm. */
function readPacked(json: string): Packed[] {
  const said = JSON.parse(json) as Packed[] | Record<string, Packed>;
  return Object.values(said);
}

/** Runs a command of this repository's own tools, or plain Node, in `cwd`. @throws Error with all it printed */
export async function node(cwd: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(process.execPath, [...args], { cwd });
    return stdout + stderr;
  } catch (err) {
    const { stdout = '', stderr = '' } = err as { stdout?: string; stderr?: string };
    throw new Error(`${args.join(' ')} failed\n${stdout}${stderr}`, { cause: err });
  }
}

export const tool = (path: string): string => resolve('node_modules', path);
