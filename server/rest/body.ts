import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../core/util/is-record.ts';
import { RestError } from './answer.ts';

/** Bytes of a request's body. */
export const MAX_BODY_SIZE = 32_768;

/**
 * The request's body as a JSON object. What is too long is not read to its end.
 * @throws RestError `payload_too_large`, `invalid_request`
 */
export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_SIZE) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_SIZE) throw tooLarge();
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RestError('invalid_request', 'The body is not JSON.');
  }
  if (!isRecord(value)) throw new RestError('invalid_request', 'The body is not a JSON object.');
  return value;
}

const tooLarge = (): RestError =>
  new RestError('payload_too_large', `The body is larger than ${MAX_BODY_SIZE} bytes.`);
