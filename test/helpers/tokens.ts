import { SignJWT } from 'jose';

export const DEMO_KEY = 'pk_live_demo';
export const NO_SEND_KEY = 'pk_live_nosend';

export interface TokenClaims {
  /** The peer id. */
  readonly sub: string;
  readonly channels?: readonly string[];
  readonly permissions?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly peerMetadata?: Readonly<Record<string, unknown>>;
  /** Seconds from now; negative for a token that has expired already. Default 600. */
  readonly expiresIn?: number;
}

interface SigningKey {
  readonly kid: string;
  readonly secret: string;
}

const DEMO: SigningKey = { kid: 'sk_id_demo', secret: 'sk_secret_demo' };

/** A token as an application's own server would mint it, by default with the demo pair. */
export function mintToken(claims: TokenClaims, key: Partial<SigningKey> = {}): Promise<string> {
  const { kid, secret } = { ...DEMO, ...key };
  const { sub, expiresIn = 600, channels = ['**'], ...rest } = claims;
  const permissions = claims.permissions ?? ['publish', 'subscribe', 'presence', 'send'];
  return new SignJWT({ ...rest, channels, permissions })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(new TextEncoder().encode(secret));
}
