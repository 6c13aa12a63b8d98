import { Histogram } from 'prom-client';
import { registry } from '../../../process/metrics/registry';
import type { ThrottleReading } from './throttle';

/** Of all shops together: each has a bucket of its own, and none is a label. */
const left = new Histogram({
  name: 'catalog_sync_shopify_points_left_ratio',
  help: 'Share of its bucket of points that a shop had left behind an answer: below 0.1, it is what limits the run',
  buckets: [0.05, 0.1, 0.25, 0.5, 0.75, 1],
  registers: [registry],
});

export function observePointsLeft({ currentlyAvailable, maximumAvailable }: ThrottleReading): void {
  left.observe(Math.min(1, Math.max(0, currentlyAvailable / maximumAvailable)));
}
