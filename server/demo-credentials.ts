import type { Tenant } from './tenants.ts';

export const DEMO_KEY = 'pk_live_demo';
const DEMO_KEY_WITHOUT_SEND = 'pk_live_nosend';
const DEMO_SECRET_ID = 'sk_id_demo';
const DEMO_SECRET = 'sk_secret_demo';

/** Published in the documentation, so good for nothing but a server that only this machine can reach. */
export const DEMO_TENANT: Tenant = {
  id: 'demo',
  publishableKeys: [
    { key: DEMO_KEY, channels: ['**'], actions: ['publish', 'subscribe', 'presence', 'send'] },
    { key: DEMO_KEY_WITHOUT_SEND, channels: ['**'], actions: ['publish', 'subscribe', 'presence'] },
  ],
  secretKeys: [{ id: DEMO_SECRET_ID, secret: DEMO_SECRET }],
};

/** True if any tenant carries a credential that everybody knows. */
export function holdsDemoCredentials(tenants: readonly Tenant[]): boolean {
  return tenants.some(
    (tenant) =>
      tenant.publishableKeys.some(({ key }) => key === DEMO_KEY || key === DEMO_KEY_WITHOUT_SEND) ||
      tenant.secretKeys.some(({ id, secret }) => id === DEMO_SECRET_ID || secret === DEMO_SECRET),
  );
}
