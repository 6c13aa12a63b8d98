import { randomUUID } from 'node:crypto';
import { type AuditEntry, noteAsked, noteOutcome, writeAuditLog } from '../../src/logs/audit-log';
import { listAllAuditLogs, listAuditLogs } from '../../src/logs/list-audit-logs';
import { listWebhookLogs, writeWebhookLog } from '../../src/logs/webhook-log';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

beforeAll(async () => {
  world = await twoTenants();
});
afterAll(() => world.close());

const REQUEST = randomUUID();
const OPERATOR = { kind: 'operator', id: null, name: 'Ada', address: '198.51.100.1', requestId: REQUEST };

const page = { limit: 10, after: null };
const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  tenantId: world.acme.tenantId,
  action: 'shopify_sync_triggered',
  actor: { kind: 'api_key', id: 'key-1', name: 'First key', address: '203.0.113.7', requestId: REQUEST },
  metadata: { task_id: 'run-1' },
  ...more,
});

it('I9 shows an audit entry to its tenant, whoever wrote it, and to no other', async () => {
  const { database, acme, other } = world;
  await database.withTenant(acme.tenantId, (sql) => writeAuditLog(sql, entry({})));
  const byOperator = entry({ action: 'tenant_updated', actor: OPERATOR });
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

it('shows a tenant from where its own keys came, and of an operator the name alone', async () => {
  const { database, acme } = world;
  const { items } = await database.withTenant(acme.tenantId, (sql) => listAuditLogs(sql, page));
  expect(items).toMatchObject([
    { actor: { kind: 'operator', name: 'Ada' }, address: null, request_id: REQUEST },
    { actor: { kind: 'api_key' }, address: '203.0.113.7', request_id: REQUEST },
  ]);

  const all = await database.readSystem((sql) => listAllAuditLogs(sql, { ...page, tenantId: acme.tenantId }));
  expect(all.items).toMatchObject([{ address: '198.51.100.1' }, { address: '203.0.113.7' }]);
});

it('shows what was asked for and what came of it as one entry, and keeps the first outcome', async () => {
  const { database, other } = world;
  const read = async () => (await database.withTenant(other.tenantId, (sql) => listAuditLogs(sql, page))).items;
  const asked = await database.withTenant(other.tenantId, (sql) => noteAsked(sql, entry({ tenantId: other.tenantId })));
  expect(await read()).toMatchObject([{ id: asked.id, outcome: null, outcome_at: null }]);

  for (const outcome of ['failed', 'done'] as const) {
    await database.withTenant(other.tenantId, (sql) => noteOutcome(sql, asked, outcome, { reason: outcome }));
  }

  const metadata = { task_id: 'run-1', reason: 'failed' };
  expect(await read()).toEqual([expect.objectContaining({ id: asked.id, outcome: 'failed', metadata })]);
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
