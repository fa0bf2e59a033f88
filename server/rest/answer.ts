import type { ServerResponse } from 'node:http';

export type RestErrorCode =
  | 'invalid_request'
  | 'channel_reserved'
  | 'unauthorized'
  | 'channel_not_authorized'
  | 'action_not_permitted'
  | 'not_found'
  | 'payload_too_large'
  | 'rate_limited'
  | 'over_message_quota'
  | 'internal_error';

const STATUS: Record<RestErrorCode, number> = {
  invalid_request: 400,
  channel_reserved: 400,
  unauthorized: 401,
  channel_not_authorized: 403,
  action_not_permitted: 403,
  not_found: 404,
  payload_too_large: 413,
  rate_limited: 429,
  over_message_quota: 429,
  internal_error: 503,
};

/** A call that cannot be answered as asked. The message is ours and repeats nothing that came in. */
export class RestError extends Error {
  readonly code: RestErrorCode;
  readonly status: number;

  constructor(code: RestErrorCode, message: string) {
    super(message);
    this.name = 'RestError';
    this.code = code;
    this.status = STATUS[code];
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}
