import { createHash, timingSafeEqual } from 'node:crypto';
import type { CredentialIndex, FoundSecret } from '../tenants.ts';
import { RestError } from './answer.ts';

const BEARER = /^Bearer ([^\s:]{1,256}):([^\s]{1,1024})$/i;
const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();
const NOBODY = digest('');

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
