import { notAvailable } from '../not-available';

export const NOT_AVAILABLE = [
  notAvailable(
    { method: 'put', path: '/v1/schedules/:id', who: 'operator', summary: 'Changing a schedule' },
    'Change or pause it in the Temporal Web UI, under Schedules; GET /v1/schedules shows it.',
  ),
  notAvailable(
    { method: 'post', path: '/webhooks/:platform/:store_id', who: 'open', summary: 'Receiving webhooks' },
    'Scheduled syncs and POST /v1/catalog/sync/:platform bring changes.',
  ),
  notAvailable(
    { method: 'get', path: '/metrics', who: 'open', summary: 'Metrics for Prometheus' },
    'GET /readyz says whether the service works, and the logs hold counts and durations.',
  ),
];
