import type { Backplane } from './backplane/backplane.ts';
import type { Connection } from './connection.ts';
import { refuseUnconfirmed } from './frame-checks.ts';
import { billingPeriod } from './usage.ts';

export interface MessageQuotaOptions {
  tenantId: string;
  backplane: Backplane;
  /** Messages all of the tenant's connections may send in a billing period; undefined for any number. */
  quota: () => number | undefined;
}

/** One tenant's messages of the current billing period, from all nodes. */
export class MessageQuota {
  readonly #options: MessageQuotaOptions;
  #period = billingPeriod(Date.now());

  constructor(options: MessageQuotaOptions) {
    this.#options = options;
  }

  /** Counts one message; false once the quota is spent. */
  spend(): Promise<boolean> | boolean {
    const { backplane, tenantId, quota } = this.#options;
    return backplane.spend(tenantId, this.#periodId(), quota());
  }

  /** Takes one message back that reached nobody. */
  unspend(): void {
    this.#options.backplane.unspend(this.#options.tenantId, this.#periodId());
  }

  spent(): Promise<number> | number {
    return this.#options.backplane.spent(this.#options.tenantId, this.#periodId());
  }

  /** Does `act` if there is a message left and the sender is still there, and refuses the frame otherwise. */
  spending(
    connection: Connection,
    requestId: string | undefined,
    act: () => Promise<void> | undefined,
  ): Promise<void> | undefined {
    const allowed = this.spend();
    if (allowed === true) return act();
    if (allowed === false) return void refuseSpent(connection, requestId);
    return allowed.then(
      (yes) => {
        if (!yes) return refuseSpent(connection, requestId);
        // Everybody has seen it leave.
        return connection.gone ? this.unspend() : act();
      },
      () => refuseUnconfirmed(connection, requestId),
    );
  }

  #periodId(): string {
    const now = Date.now();
    if (now >= this.#period.end * 1000) this.#period = billingPeriod(now);
    return this.#period.id;
  }
}

function refuseSpent(connection: Connection, requestId: string | undefined): void {
  connection.refuse('over_message_quota', 'The message quota of this period is spent.', requestId);
}
