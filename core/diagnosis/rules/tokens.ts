import type { TokenEvent } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { PROVIDER_FAILURES, PROVIDER_PATIENCE } from '../thresholds.ts';
import { lostSockets, wasWelcomed } from '../views/sockets.ts';

/** The same expired token again, or a renewal that has expired already. */
export function* tokenStaleLoop(scene: Scene): Iterable<Proof> {
  const { trace, environment } = scene;
  const expired = lostSockets(trace).filter(({ closeCode }) => closeCode === 4002);
  const last = expired.at(-1);
  const again = trace.sockets.filter(
    (socket) => socket.closeCode === 4002 && socket.token !== undefined && socket.token === last?.token,
  );
  const offset = environment.serverClockOffset ?? 0;
  const stale = (at: number, expiresAt: number | undefined): boolean =>
    expiresAt !== undefined && expiresAt <= at + offset;
  const refused = last && !wasWelcomed(last) && stale(last.createdAt, last.tokenExpiresAt);
  const renewed = trace.sockets.some((socket) => socket.ours && socket !== last && wasWelcomed(socket));
  const provided = clients(trace.tokens).some((events) => {
    const given = events.filter(({ type }) => type === 'provided');
    const answer = given.at(-1);
    return given.length > 1 && answer !== undefined && stale(answer.at, answer.expiresAt);
  });
  if (again.length < 2 && !(refused && renewed) && !(provided && lostSockets(trace).length > 0)) return;
  yield {
    code: 'token-stale-loop',
    evidence: {
      'refused with the same token': again.length || undefined,
      'token expired': last?.tokenExpiresAt && new Date(last.tokenExpiresAt).toISOString(),
    },
  };
}

/** The page's own function that gets tokens: no answer, or refusals in a row. */
export function* tokenProvider({ trace, now }: Scene): Iterable<Proof> {
  for (const events of clients(trace.tokens)) {
    const last = events.at(-1);
    const hung = last?.type === 'asked' && now - last.at > PROVIDER_PATIENCE;
    if (last && (hung || last.type === 'timed-out'))
      yield { code: 'token-provider-hung', evidence: { 'no token for seconds': PROVIDER_PATIENCE / 1000 } };
    const answers = events.filter(({ type }) => type !== 'asked' && type !== 'used');
    const failures = answers.length - 1 - answers.findLastIndex(({ type }) => type !== 'rejected');
    const { error } = answers.at(-1) ?? {};
    if (failures < PROVIDER_FAILURES) continue;
    yield {
      code: 'token-provider-failing',
      variant: /\b40[13]\b/.test(`${error?.code} ${error?.message}`) ? 'sign-in' : undefined,
      evidence: { 'rejections in a row': failures, error: error?.name },
    };
  }
}

function clients(tokens: readonly TokenEvent[]): readonly (readonly TokenEvent[])[] {
  return [...new Set(tokens.map(({ client }) => client))].map((name) =>
    tokens.filter(({ client }) => client === name),
  );
}
