import { AddressSet, LOOPBACK } from './client-address.ts';
import { DEMO_KEY, DEMO_TENANT, holdsDemoCredentials } from './demo-credentials.ts';
import { ServerStartError } from './errors.ts';
import { DEFAULT_LIMITS, LOOPBACK_CONNECTIONS_PER_MINUTE } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { isLoopbackHost } from './loopback.ts';
import { indexCredentials } from './tenants.ts';
import type { CredentialIndex, Tenant } from './tenants.ts';
import type { TurnOptions } from './turn.ts';

/** What may change while the server runs. */
export interface ServiceOptions {
  /** Default: the demo credentials, which are served on a loopback address only. */
  tenants?: readonly Tenant[];
  /** Publishable key for the demo page. Default: the demo tenant's, if that is what is served. */
  demoKey?: string;
  limits?: Partial<ServerLimits>;
  turn?: TurnOptions;
  /** Addresses and networks whose `X-Forwarded-For` is believed. Default: none. */
  trustedProxies?: readonly string[];
  /** Addresses and networks that may read `/metrics`. Default: this machine. */
  metricsFrom?: readonly string[];
  /** Origins of the pages that may frame `/embed/`; an empty list for none. Default: any. */
  frameAncestors?: readonly string[];
  /** PEM texts; with them the server speaks https and wss only. */
  tls?: { key: string; cert: string };
}

/** The same, complete and ready for use. */
export interface Settings {
  credentials: CredentialIndex;
  demoKey: string | undefined;
  limits: ServerLimits;
  /** Connection attempts in 60 s that an address is allowed. */
  attemptsOf: (address: string) => number;
  turn: TurnOptions | undefined;
  trustedProxies: AddressSet;
  metricsFrom: AddressSet;
  frameAncestors: readonly string[] | undefined;
  /** The limits of one tenant's connections: its plan's, else the server's. */
  limitsOf: (tenant: Tenant) => ServerLimits;
}

/** @throws ServerStartError `demo_credentials_exposed`, `duplicate_credential` */
export function settle(options: ServiceOptions, host: string): Settings {
  const { tenants = [DEMO_TENANT], trustedProxies = [], metricsFrom = LOOPBACK } = options;
  if (!isLoopbackHost(host) && holdsDemoCredentials(tenants)) {
    throw new ServerStartError(
      'demo_credentials_exposed',
      'The demo credentials are public knowledge and served on a loopback address only.',
    );
  }
  const limits: ServerLimits = {
    ...DEFAULT_LIMITS,
    ...options.limits,
  };
  const attempts = options.limits?.connectionsPerMinute;
  const thisMachine = new AddressSet(LOOPBACK);
  const limitsOf = new Map(tenants.map((tenant) => [tenant.id, limitsWith(limits, tenant)]));
  return {
    credentials: indexCredentials(tenants),
    demoKey: options.demoKey ?? (options.tenants ? undefined : DEMO_KEY),
    limits,
    attemptsOf: (address) =>
      attempts ?? (thisMachine.has(address) ? LOOPBACK_CONNECTIONS_PER_MINUTE : limits.connectionsPerMinute),
    turn: options.turn,
    trustedProxies: new AddressSet(trustedProxies),
    metricsFrom: new AddressSet(metricsFrom),
    frameAncestors: options.frameAncestors,
    limitsOf: ({ id }) => limitsOf.get(id) ?? limits,
  };
}

function limitsWith(limits: ServerLimits, { plan = {} }: Tenant): ServerLimits {
  const { messagesPerSecond = limits.messagesPerSecond, messageBurst } = plan;
  // A plan that names only the sustained rate keeps the usual two seconds of it as its burst, and with less
  // than one frame nobody could ever send any.
  const usual = plan.messagesPerSecond ? Math.max(1, 2 * plan.messagesPerSecond) : limits.messageBurst;
  return { ...limits, messagesPerSecond, messageBurst: messageBurst ?? usual };
}
