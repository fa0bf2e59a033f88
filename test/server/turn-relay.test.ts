import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCoturn } from '../helpers/coturn.ts';
import { createNetwork, MIDDLE, namespacesMissing } from '../helpers/namespaces.ts';
import { ensureCommand } from '../helpers/packages.ts';
import { startProcess, writeConfig } from './cluster.ts';
import type { CallSeen } from './relay-agent.ts';

const SECRET = 'shared between coturn and the server';
const TURN_PORT = 3478;
const PATIENCE_MS = 60_000;
const AGENT = fileURLToPath(new URL('./relay-agent.ts', import.meta.url));

const missing = namespacesMissing();
const undo: (() => unknown)[] = [];
after(async () => {
  for (const step of undo.reverse()) await step();
});

/** A browser in a namespace, in the demo page of the server. */
async function enter(namespace: string, port: string): Promise<{ look: () => Promise<CallSeen> }> {
  const child: ChildProcess = fork(AGENT, [MIDDLE, port, 'relayed'], {
    execPath: ensureCommand('ip', 'iproute2'),
    execArgv: ['netns', 'exec', namespace, process.execPath, '--import', 'tsx'],
  });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error(`the agent in ${namespace} ended`)));
  undo.push(async () => {
    if (child.connected) child.disconnect();
    await exited.catch(() => undefined);
  });
  await Promise.race([once(child, 'message'), exited]);
  return {
    look: async () => {
      const answer = once(child, 'message');
      child.send('look');
      const [seen] = (await Promise.race([answer, exited])) as [CallSeen];
      return seen;
    },
  };
}

describe('two browsers that cannot reach each other', () => {
  it(
    'see each other over coturn, with nothing configured in the page',
    { skip: missing ?? false },
    async (t) => {
      const network = createNetwork();
      undo.push(() => network.remove());
      const inMiddle = ['netns', 'exec', network.middle];
      // The middle passes nothing on: whoever wants across needs the relay.
      const command = ['sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward'];
      assert.equal(spawnSync('ip', [...inMiddle, ...command]).status, 0);
      const [a, b] = network.sides;

      const coturn = await startCoturn({
        secret: SECRET,
        port: TURN_PORT,
        addresses: [MIDDLE],
        namespace: network.middle,
      });
      undo.push(() => coturn.stop());
      const key = 'pk_live_relay';
      const config = await writeConfig({
        listen: { host: MIDDLE, port: 0 },
        turn: { urls: [`turn:${MIDDLE}:${TURN_PORT}?transport=udp`], secret: { env: 'TURN_SECRET' } },
        demoKey: key,
        tenants: [
          {
            id: 'relay',
            publishableKeys: [
              { key, channels: ['**'], actions: ['publish', 'subscribe', 'presence', 'send'] },
            ],
          },
        ],
      });
      undo.push(() => config.remove());
      const server = await startProcess(
        ['--config', config.file],
        { TURN_SECRET: SECRET },
        { namespace: network.middle },
      );
      undo.push(() => server.end('SIGKILL'));

      const { port } = new URL(server.url);
      const parties = await Promise.all([enter(a.namespace, port), enter(b.namespace, port)]);
      const startedAt = performance.now();
      for (const party of parties) {
        let seen = await party.look();
        while (seen.frames < 30 || seen.local === 'none') {
          const passed = performance.now() - startedAt;
          assert.ok(passed < PATIENCE_MS, `${JSON.stringify(seen)}\n${coturn.log().slice(-3_000)}`);
          seen = await party.look();
        }
        t.diagnostic(`${seen.frames} frames over ${seen.local}/${seen.remote}`);
        assert.ok([seen.local, seen.remote].includes('relay'), JSON.stringify(seen));
        assert.deepEqual(
          seen.attributes.filter((name) => /ice|turn/i.test(name)),
          [],
        );
      }
      assert.match(coturn.log(), /ALLOCATE processed, success/);
      assert.doesNotMatch(server.stderr(), /TURN|shared between/);
    },
  );
});
