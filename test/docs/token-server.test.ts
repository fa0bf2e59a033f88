import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import WebSocket from 'ws';
import { startServer } from '../helpers/server.ts';
import { blocks } from './pages.ts';

const DIR = '.cache/docs';

test('the token server of the guide lets in who is signed in, for the rooms it knows', async () => {
  const [block, ...others] = blocks('js').filter(({ code }) => code.includes("from 'jose'"));
  assert.ok(block && others.length === 0);
  await mkdir(DIR, { recursive: true });
  await writeFile(`${DIR}/token-server.mjs`, block.code);
  const child = spawn(process.execPath, [`${DIR}/token-server.mjs`], {
    env: { ...process.env, PORT: '0', METERED_KEY_ID: 'sk_id_demo', METERED_SECRET: 'sk_secret_demo' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const server = await startServer();
  try {
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const port = /port: (\d+)/.exec(said.toString())?.[1];
    const ask = (
      room: unknown,
      headers: Record<string, string> = { cookie: 'session=1' },
    ): Promise<Response> =>
      fetch(`http://localhost:${port}/token`, { method: 'POST', headers, body: JSON.stringify({ room }) });

    assert.equal((await ask('team-blue', {})).status, 401);
    assert.equal((await ask('someone-elses')).status, 404);
    assert.equal((await ask(null)).status, 404);
    const { token } = (await (await ask('team-blue')).json()) as { token: string };
    assert.deepEqual(await enter(server.wsOrigin, token, 'team-blue'), ['welcome', 'ack']);
    assert.deepEqual(await enter(server.wsOrigin, token, 'team-red'), ['welcome', 'channel_not_authorized']);
  } finally {
    child.kill();
    await Promise.all([ended, server.stop()]);
    await rm(DIR, { recursive: true, force: true });
  }
});

/** What the signalling server says to a token, and to a subscription with it. */
async function enter(origin: string, token: string, channel: string): Promise<string[]> {
  const socket = new WebSocket(`${origin}/v1?token=${token}`);
  const said: string[] = [];
  try {
    while (said.length < 2) {
      const [data] = (await once(socket, 'message')) as [Buffer];
      const frame = JSON.parse(data.toString()) as { type: string; code?: string };
      said.push(frame.code ?? frame.type);
      if (frame.type === 'welcome')
        socket.send(JSON.stringify({ type: 'subscribe', channel, requestId: 'r' }));
    }
    return said;
  } finally {
    socket.terminate();
  }
}
