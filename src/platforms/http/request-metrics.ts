import { Counter, Histogram } from 'prom-client';
import { registry, statusClass } from '../../process/metrics/registry';

const requests = new Counter({
  name: 'catalog_sync_store_requests_total',
  help: 'Requests to stores by the class of their status; 429 stands alone, none: no answer came',
  labelNames: ['platform', 'status'],
  registers: [registry],
});

const durations = new Histogram({
  name: 'catalog_sync_store_request_duration_seconds',
  help: 'Until the whole answer of a store was read, or the request given up',
  labelNames: ['platform'],
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [registry],
});

const TOO_MANY = 429;

/** One request to a store is over. `status` null: no answer came. */
export function countStoreRequest(platform: string, status: number | null, seconds: number): void {
  requests.inc({ platform, status: status === TOO_MANY ? '429' : statusClass(status) });
  durations.observe({ platform }, seconds);
}

const waits = new Counter({
  name: 'catalog_sync_store_wait_seconds_total',
  help: 'Seconds that this process gave stores because they asked for time; longer waits are slept by the workflow',
  labelNames: ['platform'],
  registers: [registry],
});

export function countStoreWait(platform: string, ms: number): void {
  waits.inc({ platform }, ms / 1_000);
}
