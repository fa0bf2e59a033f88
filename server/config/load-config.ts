import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isBearerSecret, MAX_BEARER_SECRET_LENGTH } from '../rest/authorize.ts';
import type { ServiceOptions } from '../settings.ts';
import { indexCredentials } from '../tenants.ts';
import { ConfigError, lineOf, parseConfig } from './parse-config.ts';
import type { ConfigFile } from './schema.ts';

/** A configuration file with everything it refers to. */
export interface LoadedConfig {
  host: string | undefined;
  port: number | undefined;
  redis: { url: string; prefix: string | undefined } | undefined;
  service: ServiceOptions;
}

/** Bytes of an HS256 key (RFC 7518 section 3.2): with a shorter one, a single token is enough to guess it from. */
const MIN_SIGNING_SECRET_SIZE = 32;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration file, the TLS files it names (relative to itself) and the secrets it takes from
 * the environment.
 * @throws ConfigError the file is not valid, or a secret or TLS file is missing
 * @throws the system's error if the file cannot be read
 */
export function loadConfig(file: string, env: Env): LoadedConfig {
  const text = readFileSync(file, 'utf8');
  const config = parseConfig(text);
  const at = (path: readonly (string | number)[], problem: string): ConfigError =>
    new ConfigError(lineOf(text, path), `${path.join('.')} ${problem}`);

  const secretAt = (secret: string | { env: string }, path: readonly (string | number)[]): string => {
    if (typeof secret === 'string') return secret;
    const value = env[secret.env];
    if (!value) throw at(path, 'names an environment variable that is not set');
    return value;
  };
  const signingSecretAt: typeof secretAt = (secret, path) => {
    const value = secretAt(secret, path);
    if (Buffer.byteLength(value) < MIN_SIGNING_SECRET_SIZE) {
      throw at(
        path,
        `must be at least ${MIN_SIGNING_SECRET_SIZE} characters long; openssl rand -hex 32 makes one`,
      );
    }
    // Tokens would be signed with it all the same, and each REST call answered 401 without a word why.
    if (!isBearerSecret(value)) {
      throw at(
        path,
        `must be at most ${MAX_BEARER_SECRET_LENGTH} characters of printable ASCII, without a space or line break`,
      );
    }
    return value;
  };
  const turnSecretAt: typeof secretAt = (secret, path) => {
    const value = secretAt(secret, path);
    // coturn reads its own without them, and would refuse every credential.
    if (value.trim() !== value) throw at(path, 'must not begin or end with a space or a line break');
    return value;
  };
  const fileAt = (name: string, path: readonly string[]): string => {
    try {
      return readFileSync(resolve(dirname(file), name), 'utf8');
    } catch {
      throw at(path, 'names a file that cannot be read');
    }
  };

  const { listen = {}, redis, turn, tenants, limits, ...rest } = config;
  const service = defined({
    ...rest,
    limits: limits && defined(limits),
    tls: listen.tls && {
      cert: fileAt(listen.tls.cert, ['listen', 'tls', 'cert']),
      key: fileAt(listen.tls.key, ['listen', 'tls', 'key']),
    },
    turn: turn && { ...turn, secret: turnSecretAt(turn.secret, ['turn', 'secret']) },
    tenants: tenants.map((tenant, t) =>
      tenantWith(tenant, (secret, s) => signingSecretAt(secret, ['tenants', t, 'secretKeys', s, 'secret'])),
    ),
  }) as ServiceOptions;
  const { demoKey } = config;
  const isKnown = tenants.some(({ publishableKeys }) => publishableKeys.some(({ key }) => key === demoKey));
  if (demoKey !== undefined && !isKnown)
    throw at(['demoKey'], 'must be a publishable key of one of the tenants');
  try {
    indexCredentials(service.tenants ?? []);
  } catch (error) {
    throw at(['tenants'], error instanceof Error ? `are not valid: ${error.message}` : 'are not valid');
  }
  return {
    host: listen.host,
    port: listen.port,
    redis: redis && { url: secretAt(redis.url, ['redis', 'url']), prefix: redis.prefix },
    service,
  };
}

function tenantWith(
  tenant: ConfigFile['tenants'][number],
  read: (secret: string | { env: string }, at: number) => string,
) {
  return defined({
    ...tenant,
    plan: tenant.plan && defined(tenant.plan),
    publishableKeys: tenant.publishableKeys.map(defined),
    secretKeys: tenant.secretKeys.map((key, at) => defined({ ...key, secret: read(key.secret, at) })),
  });
}

/** Without the fields that are undefined, which would hide a default when spread. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
