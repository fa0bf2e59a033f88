import { z } from 'zod';
import { MAX_ICE_SERVERS, MAX_ICE_URL_LENGTH } from '../../core/protocol/limits.ts';
import { AddressSet } from '../client-address.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERNS } from '../limits.ts';

/** The shape of the configuration file. docs/self-host.md explains each field. */

const count = (max: number) => z.int().min(1).max(max);
const patterns = z.array(z.string().min(1).max(MAX_PATTERN_LENGTH)).max(MAX_PATTERNS);
const actions = z.array(z.enum(['publish', 'subscribe', 'presence', 'send']));

/** A secret as it stands, or the environment variable that holds it. */
const secret = z.union([z.string().min(1), z.strictObject({ env: z.string().min(1) })], {
  error: 'must be text, or {"env": "NAME"}',
});

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'must be an origin such as "https://app.example.com"',
});

// It stands in a header that these would part; "https://*.example.com" is fine there.
const ancestor = origin.refine((text) => !/[;,]/.test(text), {
  error: 'must be an origin without ";" and ","',
});

const addresses = z.array(
  z.string().refine(isAddressOrNetwork, { error: 'must be an address or a network such as "10.0.0.0/8"' }),
);

const publishableName = z.string().regex(/^pk_live_[\w-]+$/, { error: 'must begin with "pk_live_"' });

const publishableKey = z.strictObject({
  key: publishableName,
  channels: patterns,
  // As on the hosted service, a key that pages carry may not send unless it says so.
  actions: actions.default(['publish', 'subscribe', 'presence']),
  allowedOrigins: z.array(origin).optional(),
  turn: z.boolean().optional(),
});

const secretKey = z.strictObject({
  id: z.string().regex(/^sk_id_[\w-]+$/, { error: 'must begin with "sk_id_"' }),
  secret,
  channels: patterns.optional(),
  actions: actions.optional(),
  turn: z.boolean().optional(),
});

const plan = z.strictObject({
  maxConnections: z.int().min(0).optional(),
  messagesPerSecond: z.number().positive().optional(),
  messageBurst: count(1e6).optional(),
  messageQuota: z.int().min(0).optional(),
});

export const configSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).optional(),
      port: z.int().min(0).max(65_535).optional(),
      tls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
    })
    .optional(),
  trustedProxies: addresses.optional(),
  metricsFrom: addresses.optional(),
  frameAncestors: z.array(ancestor).optional(),
  redis: z.strictObject({ url: secret, prefix: z.string().min(1).max(64).optional() }).optional(),
  turn: z
    .strictObject({
      urls: z
        .array(
          z
            .string()
            .max(MAX_ICE_URL_LENGTH)
            .regex(/^(stuns?|turns?):/i, { error: 'must begin with "stun:", "stuns:", "turn:" or "turns:"' }),
        )
        .min(1)
        .max(MAX_ICE_SERVERS),
      secret,
      ttlSeconds: count(30 * 86_400).default(43_200),
    })
    .optional(),
  demoKey: publishableName.optional(),
  limits: z
    .strictObject({
      connectionsPerMinute: count(1e9).optional(),
      messagesPerSecond: z.number().positive().optional(),
      messageBurst: count(1e6).optional(),
      restPerSecond: z.number().positive().optional(),
      restBurst: count(1e6).optional(),
      maxBufferedBytes: z.int().min(65_536).optional(),
      heartbeatMs: z.int().min(1_000).max(3_600_000).optional(),
      headTimeoutMs: z.int().min(1_000).max(120_000).optional(),
      closeGraceMs: z.int().min(0).max(60_000).optional(),
      retryAfterMs: z.int().min(0).max(600_000).optional(),
      drainPerSecond: count(1e6).optional(),
      drainWindowMs: z.int().min(0).max(3_600_000).optional(),
    })
    .optional(),
  tenants: z.array(
    z.strictObject({
      id: z.string().regex(/^[\w.-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, ".", "_" or "-"' }),
      suspended: z.boolean().optional(),
      plan: plan.optional(),
      publishableKeys: z.array(publishableKey).default([]),
      secretKeys: z.array(secretKey).default([]),
    }),
  ),
});

export type ConfigFile = z.infer<typeof configSchema>;

function isAddressOrNetwork(text: string): boolean {
  try {
    return new AddressSet([text]).has(text.split('/')[0] ?? '');
  } catch {
    return false;
  }
}
