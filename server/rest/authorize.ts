import { createHash, timingSafeEqual } from 'node:crypto';
import type { CredentialIndex, FoundSecret } from '../tenants.ts';
import { RestError } from './answer.ts';

export const MAX_BEARER_SECRET_LENGTH = 1_024;
const BEARER = new RegExp(`^Bearer ([^\\s:]{1,256}):([^\\s]{1,${MAX_BEARER_SECRET_LENGTH}})$`, 'i');
const BEARER_SECRET = new RegExp(`^[\\x21-\\x7e]{1,${MAX_BEARER_SECRET_LENGTH}}$`);
const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();
const NOBODY = digest('');

/** False of what no Authorization header can carry as it is: spaces, line breaks, and all beyond ASCII. */
export function isBearerSecret(secret: string): boolean {
  return BEARER_SECRET.test(secret);
}

/**
 * The secret pair in an Authorization header. Every failure is the same answer after the same work, so that
 * neither its text nor its time tells an unknown id from a wrong secret.
 * @throws RestError `unauthorized`
 */
export function authorize(header: string | undefined, credentials: CredentialIndex): FoundSecret {
  const [, id = '', secret = ''] = BEARER.exec(header ?? '') ?? [];
  const found = credentials.secret(id);
  const same = timingSafeEqual(digest(secret), found ? digest(found.bytes) : NOBODY);
  if (!found || !same || secret === '' || found.tenant.suspended) {
    throw new RestError('unauthorized', 'The credentials are not valid.');
  }
  return found;
}
