import { cleanText } from '../../core/recorder/clean.ts';
import { isRecord } from '../../core/util/is-record.ts';

const MAX_SERVERS = 32;
const MAX_CREDENTIAL = 2_048;

/**
 * ICE servers as the page gave them to its connections, credentials included. They stay in memory, in the page that has them
 * anyway, for tests that run there: nothing of them is in a trace.
 */
export class GivenServers {
  /** By URL as a trace writes it; the newest last. */
  readonly #servers = new Map<string, RTCIceServer>();

  /** @param configuration An RTCConfiguration, or whatever the page took for one. */
  add(configuration: unknown): void {
    const servers = isRecord(configuration) ? configuration['iceServers'] : undefined;
    if (!Array.isArray(servers)) return;
    for (const { urls, username, credential } of servers.slice(0, MAX_SERVERS).filter(isRecord)) {
      const login =
        typeof username === 'string' && typeof credential === 'string'
          ? { username: username.slice(0, MAX_CREDENTIAL), credential: credential.slice(0, MAX_CREDENTIAL) }
          : {};
      for (const url of [urls].flat().slice(0, MAX_SERVERS)) {
        if (typeof url !== 'string' || url.length > MAX_CREDENTIAL) continue;
        const name = cleanText(url);
        this.#servers.delete(name);
        this.#servers.set(name, { urls: url, ...login });
      }
    }
    for (const oldest of this.#servers.keys()) {
      if (this.#servers.size <= MAX_SERVERS) break;
      this.#servers.delete(oldest);
    }
  }

  get(url: string): RTCIceServer | undefined {
    return this.#servers.get(url);
  }
}
