import type { Platform } from '../../model/platform';
import type { WebhookState } from '../../model/webhooks/webhook-states';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const webhooks: DatabaseGauge = {
  name: 'catalog_sync_store_webhooks',
  help: 'Stores that are not disconnected, by how their webhooks stand',
  labels: ['platform', 'state'],
};

export const webhooksNow: Reading = {
  gauges: [webhooks],
  async read(sql) {
    const { rows } = await sql<{ platform: Platform; state: WebhookState; stores: number }>`
      select s.platform, w.state, count(*)::int as stores
        from store_webhooks w
        join stores s on s.tenant_id = w.tenant_id and s.id = w.store_id
       where s.status <> 'disconnected'
       group by s.platform, w.state`;
    return rows.map(({ stores, ...labels }) => sample(webhooks, stores, labels));
  },
};
