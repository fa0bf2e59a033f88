import { isRecord } from '../util/is-record.ts';
import type { IceServerConfig } from './frames.ts';
import { MAX_ICE_CREDENTIAL_LENGTH, MAX_ICE_SERVERS, MAX_ICE_URL_LENGTH } from './limits.ts';

const ICE_SCHEME = /^(stuns?|turns?):/i;

/**
 * The ICE servers in a welcome's metadata. One bad entry discards the whole list, as the published
 * client does: half a list would hide that the credential service is broken.
 */
export function iceServersFrom(metadata: unknown): IceServerConfig[] | undefined {
  if (!isRecord(metadata)) return undefined;
  const list = metadata['iceServers'];
  if (!Array.isArray(list) || list.length > MAX_ICE_SERVERS) return undefined;
  const servers: IceServerConfig[] = [];
  for (const entry of list) {
    const server = parseEntry(entry);
    if (!server) return undefined;
    servers.push(server);
  }
  return servers;
}

function parseEntry(entry: unknown): IceServerConfig | undefined {
  if (!isRecord(entry)) return undefined;
  const { urls, username, credential } = entry;
  if (!isUrl(urls) && !(Array.isArray(urls) && urls.length > 0 && urls.every(isUrl))) return undefined;
  const server: IceServerConfig = { urls: urls };
  if (typeof username === 'string') {
    if (username.length > MAX_ICE_CREDENTIAL_LENGTH) return undefined;
    server.username = username;
  }
  if (typeof credential === 'string') {
    if (credential.length > MAX_ICE_CREDENTIAL_LENGTH) return undefined;
    server.credential = credential;
  }
  // For those who write an event into a log: whoever makes a connection with it reads the fields themselves.
  Object.defineProperty(server, 'toJSON', {
    value: () => ({ ...server, ...(server.credential === undefined ? {} : { credential: '[removed]' }) }),
  });
  return server;
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_ICE_URL_LENGTH && ICE_SCHEME.test(value);
}
