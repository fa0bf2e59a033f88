import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../core/util/log.ts';
import { scrubbedError } from '../../core/util/scrub.ts';
import { BackplaneError } from '../backplane/backplane.ts';
import type { Hub } from '../hub.ts';
import type { ServerLimits } from '../limits.ts';
import { MessageRate } from '../message-rate.ts';
import type { Settings } from '../settings.ts';
import { count } from '../stats.ts';
import type { Stats } from '../stats.ts';
import { answerJson, RestError } from './answer.ts';
import { authorize } from './authorize.ts';
import { readJsonBody } from './body.ts';
import { kickPeer, listPeers, mintToken, publish, usage } from './calls.ts';
import type { RestCall } from './calls.ts';

export interface RestOptions {
  settings: () => Settings;
  hub: (tenantId: string) => Hub;
  logger: Logger;
  stats: Stats;
}

interface Route {
  name: string;
  method: string;
  path: RegExp;
  hasBody: boolean;
  run: (call: RestCall) => unknown;
}

export const ROUTES: readonly Route[] = [
  { name: 'tokens', method: 'POST', path: /^\/v1\/tokens$/, hasBody: true, run: mintToken },
  { name: 'peers', method: 'GET', path: /^\/v1\/channels\/([^/]+)\/peers$/, hasBody: false, run: listPeers },
  {
    name: 'publish',
    method: 'POST',
    path: /^\/v1\/channels\/([^/]+)\/publish$/,
    hasBody: true,
    run: publish,
  },
  { name: 'kick', method: 'DELETE', path: /^\/v1\/peers\/([^/]+)$/, hasBody: false, run: kickPeer },
  { name: 'usage', method: 'GET', path: /^\/v1\/usage$/, hasBody: false, run: usage },
];

/** Answers the control plane: everything below `/v1/`, with a secret pair only. */
export function createRestHandler({ settings, hub, logger, stats }: RestOptions) {
  const rates = new Map<string, { limits: ServerLimits; rate: MessageRate }>();
  /** A reload brings other limits, and with them a full bucket. */
  const rateOf = (tenantId: string, limits: ServerLimits): MessageRate => {
    const known = rates.get(tenantId);
    if (known?.limits === limits) return known.rate;
    const limit = { perSecond: limits.restPerSecond, burst: limits.restBurst };
    const rate = new MessageRate(limit, performance.now());
    rates.set(tenantId, { limits, rate });
    return rate;
  };

  const handle = async (
    request: IncomingMessage,
    path: string,
    route: Route | undefined,
  ): Promise<unknown> => {
    const { credentials, limits, limitsOf } = settings();
    const signer = authorize(request.headers.authorization, credentials);
    const { id } = signer.tenant;
    if (!rateOf(id, limits).take(performance.now()))
      throw new RestError('rate_limited', 'Too many calls; try again later.');
    if (!route) throw new RestError('not_found', 'There is no such call.');
    const subject = decode(route.path.exec(path)?.[1] ?? '');
    const body = route.hasBody ? await readJsonBody(request) : {};
    return route.run({ signer, hub: hub(id), limits: limitsOf(signer.tenant), subject, body });
  };

  /** @param path the request's path, still percent-encoded */
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const route = ROUTES.find((one) => one.method === request.method && one.path.test(path));
    const outcome = await handle(request, path, route).then(
      (body) => ({ status: 200, body }),
      (error: unknown) => {
        const { status, code, message } = asRestError(error, logger);
        return { status, body: { error: code, message } };
      },
    );
    count(stats.restAnswers, `${route?.name ?? 'none'} ${outcome.status}`);
    if (response.destroyed) return;
    if (outcome.status === 429) response.setHeader('Retry-After', '1');
    // What is left of a body that was not read would be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    answerJson(response, outcome.status, outcome.body);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RestError('invalid_request', 'The path is not encoded correctly.');
  }
}

function asRestError(error: unknown, logger: Logger): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof BackplaneError) {
    return new RestError(
      'internal_error',
      'Not every part of the service answered; the fate of the call is unknown.',
    );
  }
  logger.error('a call failed', { error: scrubbedError(error).message });
  return new RestError('internal_error', 'The call failed.');
}
