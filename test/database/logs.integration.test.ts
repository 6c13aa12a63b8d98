import { randomUUID } from 'node:crypto';
import { type AuditEntry, listAuditLogs, writeAuditLog } from '../../src/logs/audit-log';
import { listWebhookLogs, writeWebhookLog } from '../../src/logs/webhook-log';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

beforeAll(async () => {
  world = await twoTenants();
});
afterAll(() => world.close());

const page = { limit: 10, after: null };
const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  tenantId: world.acme.tenantId,
  action: 'shopify_sync_triggered',
  actor: { kind: 'api_key', id: 'key-1', name: 'First key' },
  metadata: { task_id: 'run-1' },
  ...more,
});

it('I9 shows an audit entry to its tenant, whoever wrote it, and to no other', async () => {
  const { database, acme, other } = world;
  await database.withTenant(acme.tenantId, (sql) => writeAuditLog(sql, entry({})));
  const byOperator = entry({ action: 'tenant_updated', actor: { kind: 'operator', id: null, name: null } });
  await database.withSystem((sql) => writeAuditLog(sql, byOperator));
  await database.withSystem((sql) => writeAuditLog(sql, { ...byOperator, tenantId: null }));

  const { items } = await database.withTenant(acme.tenantId, (sql) => listAuditLogs(sql, page));
  expect(items).toMatchObject([
    { action: 'tenant_updated', actor: { kind: 'operator', id: null } },
    { action: 'shopify_sync_triggered', actor: { name: 'First key' }, metadata: { task_id: 'run-1' } },
  ]);
  expect((await database.withTenant(other.tenantId, (sql) => listAuditLogs(sql, page))).items).toEqual([]);
  const forged = database.withTenant(other.tenantId, (sql) => writeAuditLog(sql, entry({})));
  await expect(forged).rejects.toThrow('violates row-level security policy');
});

it('keeps an audit entry once when it is written again under its id', async () => {
  const { database, other } = world;
  const once = entry({ id: randomUUID(), tenantId: other.tenantId });

  for (let time = 1; time <= 2; time += 1) {
    await database.withTenant(other.tenantId, (sql) => writeAuditLog(sql, once));
  }

  const { items } = await database.withTenant(other.tenantId, (sql) => listAuditLogs(sql, page));
  expect(items.map((log) => log.id)).toEqual([once.id]);
});

it('writes a webhook log with whole milliseconds', async () => {
  const { database, acme } = world;
  const runId = randomUUID();

  const log = await database.withTenant(acme.tenantId, async (sql) => {
    await writeWebhookLog(sql, {
      provider: 'woocommerce',
      event: 'product_sync',
      status: 'success',
      payload: { products: { seen: 3 } },
      processingMs: 1234.6,
      storeId: acme.storeId,
      runId,
    });
    return (await listWebhookLogs(sql, page)).items;
  });

  expect(log).toMatchObject([
    {
      provider: 'woocommerce',
      status: 'success',
      payload: { products: { seen: 3 } },
      processing_ms: 1235,
      run_id: runId,
    },
  ]);
});
