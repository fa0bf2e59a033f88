import type { TokenEvent } from '../../recorder/trace.ts';

export function clients(tokens: readonly TokenEvent[]): readonly (readonly TokenEvent[])[] {
  return [...new Set(tokens.map(({ client }) => client))].map((name) =>
    tokens.filter(({ client }) => client === name),
  );
}
