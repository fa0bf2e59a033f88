/** What this service calls its keys and channels in Redis. */
export class RedisNames {
  readonly prefix: string;
  /** The channel that every node listens on. */
  readonly everyone: string;
  /** The set of nodes. */
  readonly nodes: string;

  constructor(prefix: string) {
    this.prefix = prefix;
    this.everyone = `${prefix}:all`;
    this.nodes = `${prefix}:nodes`;
  }

  /** The channel of one node alone. */
  inbox(node: string): string {
    return `${this.prefix}:node:${node}`;
  }

  /** Lives as long as the node beats. */
  lease(node: string): string {
    return `${this.prefix}:lease:${node}`;
  }

  /** The set of nodes with a subscriber of the channel. */
  interest(tenantId: string, channel: string): string {
    return `${this.prefix}:in:${tenantId}\n${channel}`;
  }
}
