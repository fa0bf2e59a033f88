import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import type { Finding } from '../../../core/diagnosis/finding.ts';
import type { ConnectionEvent, StatsSample } from '../../../core/recorder/trace.ts';
import { fixtureNames, load, type Fixture } from './fixture.ts';

const names = fixtureNames();
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
const diagnosed = ({ trace, environment }: Fixture): readonly Finding[] => diagnose(trace, environment);

/** The fixture as it would have been recorded up to `ms` after its beginning. */
function until(fixture: Fixture, ms: number): Fixture {
  const end = fixture.trace.startedAt + ms;
  const before = <T extends { readonly at: number }>(list: readonly T[]): T[] =>
    list.filter(({ at }) => at <= end);
  const { trace } = fixture;
  return {
    ...fixture,
    trace: {
      ...trace,
      until: end,
      connections: trace.connections.map((connection) => ({
        ...connection,
        log: before<ConnectionEvent>(connection.log),
        samples: before<StatsSample>(connection.samples),
      })),
      calls: trace.calls.map((call) => ({ ...call, log: before(call.log) })),
      tracks: trace.tracks.map((track) => ({ ...track, log: before(track.log) })),
      elements: trace.elements.map((element) => ({ ...element, log: before(element.log) })),
      captures: before(trace.captures).filter(({ settledAt = Infinity }) => settledAt <= end),
      sockets: trace.sockets
        .filter(({ createdAt }) => createdAt <= end)
        .map(({ closedAt, closeCode, closedByPage, ...socket }) => ({
          ...socket,
          frames: before(socket.frames),
          received: before(socket.frames).length,
          ...(closedAt !== undefined && closedAt <= end
            ? { closedAt, closeCode: closeCode ?? 0, closedByPage: closedByPage ?? false }
            : {}),
        })),
      violations: before(trace.violations),
    },
  };
}

/** What the environment or a configuration proves alone is proven from the first moment on. */
const AT_ONCE = /^(insecure-context|webrtc-unavailable|secret-key-in-page|turn-missing\.relay-only)\./;

describe('what real browsers recorded', () => {
  for (const name of names) {
    const fixture = load(name);
    it(`${name} proves ${fixture.code}`, () => {
      const found = diagnosed(fixture);
      assert.equal(codes(found)[0], fixture.code, codes(found).join());
      const errors = found.filter(({ severity }) => severity === 'error');
      assert.ok(
        errors.every(({ code }) => code === fixture.code),
        codes(errors).join(),
      );
    });

    if (AT_ONCE.test(name)) continue;
    it(`${name} proves nothing of it at its very beginning`, () => {
      assert.ok(!codes(diagnosed(until(fixture, 1))).includes(fixture.code));
    });
  }

  it('gives the same findings for the same trace, and nobody can change them', () => {
    for (const name of names) {
      const fixture = load(name);
      const found = diagnosed(fixture);
      assert.deepEqual(found, diagnosed(fixture));
      assert.ok(Object.isFrozen(found));
      for (const finding of found) {
        assert.equal(finding.id, `${finding.code}:${finding.subject.id}`);
        assert.ok(
          Object.isFrozen(finding) && Object.isFrozen(finding.evidence) && Object.isFrozen(finding.fix),
        );
        assert.ok(!/\{\w+\}/.test(finding.cause), finding.cause);
      }
    }
  });
});
