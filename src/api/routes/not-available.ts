import { notAvailable } from '../not-available';

export const NOT_AVAILABLE = [
  notAvailable(
    { method: 'post', path: '/v1/stores/:id/verify', who: 'integrations:manage', summary: 'Verifying a store' },
    'A full sync makes the catalogue equal to the store: POST /v1/catalog/sync/:platform.',
  ),
  notAvailable(
    {
      method: 'get',
      path: '/v1/sync-runs/:run_id/differences',
      who: 'integrations:view',
      summary: 'The differences of a dry run',
    },
    'GET /v1/sync-runs/:run_id counts what a run changed.',
  ),
  notAvailable(
    { method: 'get', path: '/v1/catalog/changes', who: 'catalog:view', summary: 'Following the changes' },
    'GET /v1/catalog/products?updated_since= lists the products that changed.',
  ),
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
