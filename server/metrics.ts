import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Stats } from './stats.ts';

export interface MetricsOptions {
  stats: Stats;
  /** Of each tenant on this node. */
  tenants: () => { tenantId: string; connections: number; channels: number }[];
  nodes: () => number;
  backplaneAvailable: () => boolean;
  /** Also the process's own memory, CPU time and event loop; once a process. */
  ofProcess: boolean;
}

/** The numbers of one server as Prometheus reads them. Everything is copied when somebody asks. */
export function createMetrics(options: MetricsOptions): Registry {
  const { stats } = options;
  const registry = new Registry();
  const registers = [registry];
  if (options.ofProcess) collectDefaultMetrics({ register: registry });

  const total = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  const totals = <K>(name: string, help: string, label: string, read: Map<K, number>): void => {
    new Counter({
      name,
      help,
      registers,
      labelNames: [label],
      collect() {
        this.reset();
        for (const [key, value] of read) this.inc({ [label]: String(key) }, value);
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  const perTenant = (name: string, help: string, read: 'connections' | 'channels'): void => {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['tenant'],
      collect() {
        this.reset();
        for (const one of options.tenants()) this.set({ tenant: one.tenantId }, one[read]);
      },
    });
  };

  perTenant('metered_connections', 'Living connections of this node.', 'connections');
  perTenant('metered_channels', 'Channels with a peer on any node.', 'channels');
  gauge('metered_nodes', 'Nodes known to live, this one included.', options.nodes);
  gauge('metered_backplane_up', '1 while the other nodes can be reached.', () =>
    options.backplaneAvailable() ? 1 : 0,
  );
  total('metered_frames_received_total', 'Frames from clients.', () => stats.framesIn);
  total('metered_frames_sent_total', 'Frames to clients.', () => stats.framesOut);
  total('metered_messages_total', 'Messages published.', () => stats.messages);
  total('metered_directs_total', 'Messages sent to one peer.', () => stats.directs);
  total('metered_rate_limited_total', 'Upgrades answered HTTP 429.', () => stats.rateLimited);
  totals('metered_errors_total', 'Error frames, by code.', 'code', stats.errors);
  const ofCloses = 'Closes by the server, by code; 1006 of clients that answered no ping.';
  totals('metered_closes_total', ofCloses, 'code', stats.closes);
  totals('metered_rest_answers_total', 'Answers of the REST calls.', 'answer', stats.restAnswers);
  return registry;
}
