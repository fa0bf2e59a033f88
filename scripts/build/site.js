import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';

const SHEBANG = '#!/usr/bin/env node\n';

/** The pages the server serves, and its command made one that a shell can run. */
export function copySite(from, to) {
  cpSync(from, to, { recursive: true });
  const cli = 'dist/server/cli.js';
  const code = readFileSync(cli, 'utf8');
  if (!code.startsWith('#!')) writeFileSync(cli, SHEBANG + code);
  chmodSync(cli, 0o755);
}
