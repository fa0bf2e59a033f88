import type { Action } from '../core/protocol/frames.ts';
import { ServerStartError } from './errors.ts';

/** A browser-safe key: the same channels and actions for everyone who connects with it. */
export interface PublishableKey {
  /** `pk_live_…` */
  key: string;
  /** Channel patterns; see core/protocol/channel-pattern.ts. */
  channels: readonly string[];
  actions: readonly Action[];
  /** Exact origins that may use the key; without it, every origin and clients that send none. */
  allowedOrigins?: readonly string[];
}

/** The pair that signs JWTs (HS256). It never leaves the owner's own servers. */
export interface SecretKey {
  /** `sk_id_…`, the JWT header's `kid`. */
  id: string;
  /** `sk_secret_…`, the signing key itself. */
  secret: string;
}

/** One customer. Peers, channels and presence of two tenants never meet. */
export interface Tenant {
  id: string;
  publishableKeys: readonly PublishableKey[];
  secretKeys: readonly SecretKey[];
}

export interface CredentialIndex {
  publishable(key: string): { tenantId: string; key: PublishableKey } | undefined;
  secret(id: string): { tenantId: string; secret: Uint8Array } | undefined;
}

/**
 * Every credential of every tenant, by its public name.
 * @throws ServerStartError `duplicate_credential` if two tenants or keys share a name.
 */
export function indexCredentials(tenants: readonly Tenant[]): CredentialIndex {
  const publishable = new Map<string, { tenantId: string; key: PublishableKey }>();
  const secrets = new Map<string, { tenantId: string; secret: Uint8Array }>();
  const seen = new Set<string>();
  const claim = (kind: string, name: string): void => {
    if (seen.has(`${kind}:${name}`))
      throw new ServerStartError('duplicate_credential', `A ${kind} is given twice.`);
    seen.add(`${kind}:${name}`);
  };
  const encoder = new TextEncoder();
  for (const tenant of tenants) {
    claim('tenant id', tenant.id);
    for (const key of tenant.publishableKeys) {
      claim('publishable key', key.key);
      publishable.set(key.key, { tenantId: tenant.id, key });
    }
    for (const { id, secret } of tenant.secretKeys) {
      claim('secret key id', id);
      secrets.set(id, { tenantId: tenant.id, secret: encoder.encode(secret) });
    }
  }
  return { publishable: (key) => publishable.get(key), secret: (id) => secrets.get(id) };
}
