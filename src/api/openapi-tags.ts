/** What a path belongs to by its first part behind `/v1`, in the order of the contract. Everything else is `service`. */
export const TAGS = {
  tenants: 'Tenants and their API keys. For operators',
  operators: 'Named operators and their keys. For operators',
  overview: 'What needs a person, and how it goes',
  stores: 'Connected stores: credentials, status, settings',
  catalog: 'Products and their changes, and syncs of a store',
  'sync-runs': 'Runs: progress, counts, what is missing, set aside or different; cancelling and approving',
  'sync-all': 'Syncs of all stores of all tenants. For operators',
  schedules: 'Daily syncs of all stores. For operators',
  'alert-channels': 'Who is told when something is wrong with stores, and how',
  'event-endpoints': 'Your own systems that are told what happens, as webhooks',
  'audit-logs': 'Who did what',
  'webhook-events': 'What stores told by themselves, and what became of it',
  'webhook-logs': 'The log of finished runs',
  service: 'The service itself: probes, this contract',
} as const;

/** `/v1/sync-runs/{run_id}` belongs to `sync-runs`. */
export function tagOf(path: string): keyof typeof TAGS {
  const first = /^\/v1\/([^/]+)/.exec(path)?.[1] ?? '';
  return first in TAGS ? (first as keyof typeof TAGS) : 'service';
}
