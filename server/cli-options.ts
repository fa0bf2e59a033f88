import { parseArgs } from 'node:util';

export type CliOptions =
  | { kind: 'run'; port: number; host: string; lan: boolean }
  | { kind: 'help' }
  /** `message` is one line for stderr. */
  | { kind: 'error'; message: string };

export const DEFAULT_PORT = 8080;

export const HELP = `Usage: metered-call-server [options]

Serves the demo pages and the signalling server they talk to.

  --port N      port to listen on, 0 for any free one (default: PORT, else ${DEFAULT_PORT})
  --host NAME   address to listen on (default: 127.0.0.1)
  --lan         serve other devices too: https with a self-signed certificate, and a
                random key in place of the public demo credentials
  --help        show this
`;

/** The command line as options; never throws. @param argv without node and script */
export function parseCliOptions(
  argv: readonly string[],
  env: Record<string, string | undefined>,
): CliOptions {
  let values: { port?: string; host?: string; lan?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        lan: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return { kind: 'error', message: `${line.replace(/\.$/, '')}; --help lists the options.` };
  }
  if (values.help) return { kind: 'help' };
  const givenPort = values.port ?? (env['PORT'] || String(DEFAULT_PORT));
  if (!/^\d{1,5}$/.test(givenPort) || Number(givenPort) > 65_535) {
    return { kind: 'error', message: 'The port must be a number from 0 to 65535.' };
  }
  const lan = values.lan ?? false;
  const host = values.host ?? (lan ? '0.0.0.0' : '127.0.0.1');
  if (host === '') return { kind: 'error', message: 'The host must not be empty.' };
  return { kind: 'run', port: Number(givenPort), host, lan };
}
