import type { IncomingMessage, ServerResponse } from 'node:http';
import send from 'send';

export interface StaticFilesOptions {
  /** The folder to serve; nothing outside it can be reached. */
  root: string;
  /** Headers of every answer, errors included. */
  headers: (request: IncomingMessage) => Record<string, string>;
}

/** Serves the files of one folder: types, ranges, revalidation; dotfiles are not there. */
export function createStaticFiles({ root, headers }: StaticFilesOptions) {
  /** @param path the request's path, still percent-encoded */
  return (request: IncomingMessage, response: ServerResponse, path: string): void => {
    for (const [name, value] of Object.entries(headers(request))) response.setHeader(name, value);
    // A build may replace the files at any time, so caches have to ask.
    response.setHeader('Cache-Control', 'no-cache');
    send(request, path, { root, dotfiles: 'ignore', cacheControl: false })
      // send's own redirect would lose the query, and its error page brings its own policy.
      .on('directory', () => answerText(response, 404, 'Not found'))
      .on('error', (error: { status?: number }) => {
        const status = error.status ?? 500;
        answerText(response, status, status === 404 ? 'Not found' : 'The file cannot be served');
      })
      .pipe(response);
  };
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
