import { oldestPendingHintAt } from '../../hints/left/oldest-pending';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const pending: DatabaseGauge = {
  name: 'catalog_sync_hints_pending',
  help: 'News of stores, by webhook, that are not read yet, held ones too',
  labels: [],
};

const oldest: DatabaseGauge = {
  name: 'catalog_sync_hints_oldest_age_seconds',
  help: 'Since when the oldest hint waits that nobody holds, neither a person nor a brake; 0: there is none',
  labels: [],
};

/** By `webhook_events_pending`, which holds the pending ones alone, and by `store_webhooks_hints`. */
export const hintsPending: Reading = {
  gauges: [pending, oldest],
  async read(sql) {
    const { rows } = await sql<{ hints: number }>`
      select count(*)::int as hints from webhook_events where state = 'pending'`;
    const since = await oldestPendingHintAt(sql);
    const age = since === null ? 0 : Math.max(0, Date.now() - since.getTime()) / 1_000;
    return [sample(pending, rows[0]?.hints ?? 0), sample(oldest, age)];
  },
};
