import type * as Session from './call-session.ts';

/**
 * The engine, and what the element makes with it for a call: fetched while somebody looks at the lobby. The script tag has it
 * inside.
 */
export const loadEngine = (): Promise<typeof Session> => import('./call-session.ts');
