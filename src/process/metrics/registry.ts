import { Registry } from 'prom-client';

/**
 * What this process counts, each metric defined beside what it counts. Never a store or a tenant as a label: 10,000 of
 * them would be a million series (docs/decisions/0041-metrics-know-no-store.md says where to ask instead).
 */
export const registry = new Registry();

/** The text format of Prometheus, which names its version. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** `2xx`; `none` where no answer came. */
export const statusClass = (status: number | null): string =>
  status === null ? 'none' : `${Math.trunc(status / 100)}xx`;
