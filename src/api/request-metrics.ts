import { Histogram } from 'prom-client';
import { registry, statusClass } from '../process/metrics/registry';

const requests = new Histogram({
  name: 'catalog_sync_api_request_duration_seconds',
  help: 'Until a request was answered, or its caller went away; route none: there is no such path',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
});

interface AnsweredRequest {
  method: string;
  /** As the table of routes has it; null for a path that is none of ours. */
  route: string | null;
  status: number;
  seconds: number;
}

/** Strangers choose method and path: what is no route of ours makes one series. */
export function observeRequest({ method, route, status, seconds }: AnsweredRequest): void {
  const asked = route === null ? { method: 'any', route: 'none' } : { method, route };
  requests.observe({ ...asked, status: statusClass(status) }, seconds);
}
