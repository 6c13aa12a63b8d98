import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import { registry } from '../process/metrics/registry';

/** One in a program; tests have several in a process. */
const pools = new Set<Pool>();

const sum = (read: (pool: Pool) => number): number => [...pools].reduce((total, pool) => total + read(pool), 0);

new Gauge({
  name: 'catalog_sync_database_connections',
  help: 'Connections of this process to the database; limit: as many as it may have',
  labelNames: ['state'],
  registers: [registry],
  collect() {
    this.set(
      { state: 'used' },
      sum(({ totalCount, idleCount }) => totalCount - idleCount),
    );
    this.set(
      { state: 'idle' },
      sum(({ idleCount }) => idleCount),
    );
    this.set(
      { state: 'limit' },
      sum(({ options }) => options.max),
    );
  },
});

new Gauge({
  name: 'catalog_sync_database_waiting',
  help: 'Transactions that wait for a free connection of this process',
  registers: [registry],
  collect() {
    this.set(sum(({ waitingCount }) => waitingCount));
  },
});

/** Until what it answers is called. */
export function measurePool(pool: Pool): () => void {
  pools.add(pool);
  return () => void pools.delete(pool);
}
