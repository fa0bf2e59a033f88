import type { IncomingMessage, ServerResponse } from 'node:http';
import { PROTOCOL_PATH } from '../core/protocol/limits.ts';
import type { Registry } from 'prom-client';
import { clientAddress, isNearest } from './client-address.ts';
import { embedPolicy, sitePolicy } from './content-security-policy.ts';
import { isPlainPath, splitTarget } from './request-target.ts';
import { answerJson } from './rest/answer.ts';
import type { Settings } from './settings.ts';
import { answerText, createStaticFiles } from './static-files.ts';

export interface HttpOptions {
  /** Holds index.html, demo/ and embed/. */
  siteDir: string;
  /** Holds metered-call.js, core/, widget/, chunks/ and locales/, as a build leaves them. */
  assetsDir: string;
  settings: () => Settings;
  /** Answers what lies below `/v1/`. */
  handleRest: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  metrics: Registry;
  /** False while the server sends everybody away. */
  isHealthy: () => boolean;
}

const ASSET = /^\/(?:metered-call\.js(?:\.map)?|sri\.json|(?:core|widget|chunks|locales)\/.+)$/;
/** Folders that are reached without their slash as well. */
const FOLDER = /^\/(?:demo|embed)$/;

/** Answers everything that is not an upgrade: the site, the built files, the control plane, health, metrics. */
export function createHttpHandler(options: HttpOptions) {
  const { siteDir, assetsDir, settings, handleRest, metrics, isHealthy } = options;
  const serveSite = createStaticFiles({
    root: siteDir,
    headers: (request) => ({ ...COMMON_HEADERS, 'Content-Security-Policy': sitePolicy(request) }),
  });
  const serveEmbed = createStaticFiles({
    root: siteDir,
    headers: (request) => ({
      ...COMMON_HEADERS,
      'Content-Security-Policy': embedPolicy(request, settings().frameAncestors),
    }),
  });
  const serveAsset = createStaticFiles({
    root: assetsDir,
    headers: () => ({
      ...COMMON_HEADERS,
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  });

  const answerMetrics = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { metricsFrom, trustedProxies } = settings();
    // Behind a proxy that is not trusted everybody would seem to be this machine.
    const readable = metricsFrom.has(clientAddress(request, trustedProxies));
    if (!readable || !isNearest(request, trustedProxies)) return answerText(response, 404, 'Not found');
    const text = await metrics.metrics();
    response.writeHead(200, {
      ...COMMON_HEADERS,
      'Content-Type': metrics.contentType,
      'Cache-Control': 'no-store',
    });
    response.end(text);
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    const target = splitTarget(request.url);
    if (target?.path.startsWith(`${PROTOCOL_PATH}/`)) return void handleRest(request, response, target.path);
    if (!target || !isPlainPath(target.path)) return answerText(response, 400, 'Bad request');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answerText(response, 405, 'Method not allowed');
    }
    const { path, query } = target;
    if (path === '/healthz') {
      return isHealthy()
        ? answerJson(response, 200, { status: 'ok' })
        : answerJson(response, 503, { status: 'going away' });
    }
    if (path === '/metrics') return void answerMetrics(request, response);
    if (path === '/demo/config.json')
      return answerJson(response, 200, { apiKey: settings().demoKey ?? null });
    if (path === PROTOCOL_PATH) {
      response.setHeader('Upgrade', 'websocket');
      return answerText(response, 426, 'This is a WebSocket endpoint');
    }
    if (FOLDER.test(path)) {
      response.setHeader('Location', query === '' ? `${path}/` : `${path}/?${query}`);
      return answerText(response, 308, 'Moved');
    }
    if (ASSET.test(path)) return serveAsset(request, response, path);
    if (path.startsWith('/embed/')) return serveEmbed(request, response, path);
    serveSite(request, response, path);
  };
}

const COMMON_HEADERS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};
