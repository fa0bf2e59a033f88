import type { ConfigurationTrace } from '../../recorder/trace.ts';

export const isTurn = (url: string): boolean => /^turns?:/i.test(url);

export const turnUrls = (configuration: ConfigurationTrace | undefined): readonly string[] =>
  configuration?.iceServers.flatMap(({ urls }) => urls).filter(isTurn) ?? [];
