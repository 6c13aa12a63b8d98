import type { Machine } from '../machine';
import type { WorkloadResult } from './result';

/** What one call of the bench leaves in `bench/results/`. */
export interface Report {
  /** First, because figures without them mislead. */
  caveats: string[];
  machine: Machine;
  /** Only those of full size stand on the page. */
  kind: 'full' | 'quick' | 'resized';
  /** Without a database file: what durability costs the dev server is left out. */
  temporalInMemory: boolean;
  /** Workloads that broke, and how. */
  failed: Record<string, string>;
  workloads: (WorkloadResult & { loadBefore: number[]; loadAfter: number[]; minutes: number })[];
}

export const CAVEATS = [
  'Simulated stores, contestant, PostgreSQL and Temporal share one machine: times are its CPU’s, not a store’s. Compare ratios of one table; absolute times of different runs cannot be compared.',
  'The stores are simulators on the loopback: no TLS, no network, no throttling. A real WooCommerce needs about 0.4 s a page, a real Shopify shop gives 100 points a second: there everybody waits for the store.',
  'Temporal is the dev server with raised poll limits, on a database file unless told otherwise: each step is an fsync of one file, and its CPU is this machine’s. Worker and server idle while others run, which costs them a little.',
  'The limit is no competitor: it checks nothing, keeps no history and cannot go on after a crash.',
  'Peers run at the versions and settings that stand with their tables; they do other work too (schema inference, state), and store their own form of the data.',
];
