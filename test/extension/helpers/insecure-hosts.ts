import { INSECURE_HOST } from '../../faults/benches.ts';

/** Another name for this machine that browsers do not take for it. */
export const OTHER_INSECURE_HOST = `other.${INSECURE_HOST}`;

/** How Chromium and Firefox are told of both. */
export const RESOLVE_INSECURE = `--host-resolver-rules=MAP *${INSECURE_HOST} 127.0.0.1`;
export const INSECURE_DOMAINS = `${INSECURE_HOST},${OTHER_INSECURE_HOST}`;
