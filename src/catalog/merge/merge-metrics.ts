import { Histogram } from 'prom-client';
import { registry } from '../../process/metrics/registry';

const merges = new Histogram({
  name: 'catalog_sync_page_merge_duration_seconds',
  help: 'Merging one page in the database, without the wait for its store’s lock and the commit',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
});

/** The work, and how long it took where it was done. */
export async function measuredMerge<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  merges.observe((performance.now() - startedAt) / 1_000);
  return result;
}
