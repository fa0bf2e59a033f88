import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESTART_ANSWER_TIMEOUT_MS } from '../../../core/peer/ice-restart.ts';
import { RestartLadder } from '../../../core/peer/restart-ladder.ts';
import { inFrozenTime } from '../../parity/observe.ts';

function ladder(
  body: (steps: RestartLadder, made: () => number, pass: (ms: number) => Promise<void>) => Promise<void>,
): () => Promise<void> {
  return () =>
    inFrozenTime(async (pass) => {
      let restarts = 0;
      const steps = new RestartLadder({
        planned: () => undefined,
        restart: () => (restarts += 1),
        exhausted: () => undefined,
      });
      await body(steps, () => restarts, pass);
      steps.stop();
    });
}

test(
  'a restart of the other side is given time before another is made',
  ladder(async (steps, made, pass) => {
    steps.failed();
    assert.equal(made(), 1);
    await pass(RESTART_ANSWER_TIMEOUT_MS - 1_000);
    steps.overtaken();
    await pass(RESTART_ANSWER_TIMEOUT_MS - 1);
    assert.equal(made(), 1);
    await pass(1);
    await pass(1_000);
    assert.equal(made(), 2, 'it led nowhere');
  }),
);

test(
  'a restart of the other side plans none where none was planned',
  ladder(async (steps, made, pass) => {
    steps.overtaken();
    await pass(600_000);
    assert.equal(made(), 0);
  }),
);
