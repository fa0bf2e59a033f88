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
  /** Whether its peers get the server's TURN credentials. Default true. */
  turn?: boolean;
}

/** The pair that signs JWTs (HS256) and drives REST. It never leaves the owner's own servers. */
export interface SecretKey {
  /** `sk_id_…`, the JWT header's `kid`. */
  id: string;
  /** `sk_secret_…`, the signing key itself. */
  secret: string;
  /** Beyond these channels neither its tokens nor its REST calls reach. Default: all. */
  channels?: readonly string[];
  /** Beyond these actions neither its tokens nor its REST calls go. Default: all four. */
  actions?: readonly Action[];
  /** Whether peers with its tokens get the server's TURN credentials. Default true. */
  turn?: boolean;
}

/** What a tenant has paid for; without a field, what the server allows everyone. */
export interface TenantPlan {
  /** Connections at one time on all nodes, above which 4010. */
  maxConnections?: number;
  /** Frames a second of one connection, and at once, above which 4011. */
  messagesPerSecond?: number;
  messageBurst?: number;
  /** Messages published or sent in a calendar month (UTC), above which `over_message_quota`. */
  messageQuota?: number;
}

/** One customer. Peers, channels and presence of two tenants never meet. */
export interface Tenant {
  id: string;
  /** Everyone is closed with 4012, and nobody comes in. */
  suspended?: boolean;
  plan?: TenantPlan;
  publishableKeys: readonly PublishableKey[];
  secretKeys: readonly SecretKey[];
}

export interface FoundSecret {
  tenant: Tenant;
  key: SecretKey;
  /** The secret as the bytes of an HS256 key. */
  bytes: Uint8Array;
}

export interface CredentialIndex {
  tenant(id: string): Tenant | undefined;
  publishable(key: string): { tenant: Tenant; key: PublishableKey } | undefined;
  secret(id: string): FoundSecret | undefined;
}

/**
 * Every credential of every tenant, by its public name.
 * @throws ServerStartError `duplicate_credential` if two tenants or keys share a name.
 */
export function indexCredentials(tenants: readonly Tenant[]): CredentialIndex {
  const byId = new Map<string, Tenant>();
  const publishable = new Map<string, { tenant: Tenant; key: PublishableKey }>();
  const secrets = new Map<string, FoundSecret>();
  const encoder = new TextEncoder();
  for (const tenant of tenants) {
    addOnce(byId, 'tenant id', tenant.id, tenant);
    for (const key of tenant.publishableKeys) {
      addOnce(publishable, 'publishable key', key.key, { tenant, key });
    }
    for (const key of tenant.secretKeys) {
      addOnce(secrets, 'secret key id', key.id, { tenant, key, bytes: encoder.encode(key.secret) });
    }
  }
  return {
    tenant: (id) => byId.get(id),
    publishable: (key) => publishable.get(key),
    secret: (id) => secrets.get(id),
  };
}

function addOnce<T>(index: Map<string, T>, kind: string, name: string, value: T): void {
  if (index.has(name)) throw new ServerStartError('duplicate_credential', `A ${kind} is given twice.`);
  index.set(name, value);
}
