import { connectDatabase, type Database } from '../../../src/database/database';
import { isTenantClosed } from '../../../src/database/postgres-error';
import type { TenantSql } from '../../../src/database/sql';
import { closeTenant } from '../../../src/tenants/deletion/close-tenant';
import { markForDeletion } from '../../../src/tenants/deletion/mark-for-deletion';
import { apiWorld } from '../../api/api-world';
import { type TwoTenants, twoTenants } from '../../database/two-tenants';
import { asOwner } from '../../support/test-database';
import { until } from '../../support/until';

let world: TwoTenants;
let database: Database;

beforeAll(async () => {
  world = await twoTenants();
  database = connectDatabase(world.url);
});
afterAll(async () => {
  await database.close();
  await world.close();
});

const logged = (sql: TenantSql) => sql`
  insert into webhook_logs (tenant_id, provider, event, status, payload, processing_ms)
  values (${sql.tenantId}::uuid, 'woocommerce', 'product_sync', 'success', '{}', 1)`;

const isRefused = (work: Promise<unknown>) =>
  work.then(
    () => false,
    (error: unknown) => isTenantClosed(error),
  );

it('waits for whoever writes for the tenant, and refuses whoever comes later', async () => {
  const { tenantId } = world.acme;
  await database.withSystem((sql) => markForDeletion(sql, { tenantId, confirmName: 'Acme' }));
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let hasWritten = false;
  const writing = database.withTenant(tenantId, async (sql) => {
    await logged(sql);
    hasWritten = true;
    await finished;
  });
  await until('it has written', () => hasWritten);

  let isClosed = false;
  const closing = closeTenant(database, tenantId).then((closed) => {
    isClosed = closed;
  });
  await until('the closing waits', () =>
    database.withSystem(async (sql) => {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted`;
      return rows.length > 0;
    }),
  );
  const late = isRefused(database.withTenant(tenantId, logged));
  expect(isClosed).toBe(false);
  finish();
  await Promise.all([writing, closing]);

  expect(isClosed).toBe(true);
  expect(await late).toBe(true);
  expect(await isRefused(database.withTenant(tenantId, logged))).toBe(true);
  expect(await isRefused(database.withTenant('00000000-0000-4000-8000-000000000000', logged))).toBe(true);
  expect(await isRefused(database.withTenant(world.other.tenantId, logged))).toBe(false);
});

it('deletes no tenant that is not closed, however it is asked', async () => {
  const { tenantId } = world.other;
  const owner = connectDatabase(asOwner(world.url));
  const attempts = await owner.withClosedTenant(tenantId, async (sql) => {
    const keys = await sql`delete from api_keys where tenant_id = ${tenantId}::uuid`;
    const tenants = await sql`delete from tenants where id = ${tenantId}::uuid`;
    return [keys.rowCount, tenants.rowCount];
  });
  expect(attempts).toEqual([0, 0]);
  await owner.close();
  for (const work of [
    (sql: TenantSql) => sql`select delete_lot_of_closed_tenant(${tenantId}::uuid, 'products', 10)`,
    (sql: TenantSql) => sql`select end_closed_tenant(${tenantId}::uuid, '{}')`,
  ])
    await expect(database.withClosedTenant(tenantId, work)).rejects.toThrow('is not being deleted');
});

it('marks nothing while Temporal is away', async () => {
  const lonely = await apiWorld({ temporalAddress: '127.0.0.1:1' });
  try {
    const tenant = await lonely.tenant('Acme');
    const { status, body } = await lonely.operator(`DELETE /v1/tenants/${tenant.id}`, {
      json: { confirm_name: 'Acme' },
    });
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'temporal_unavailable' });
    const { body: tenants } = await lonely.operator('GET /v1/tenants');
    expect(tenants.items).toMatchObject([{ is_active: true, deletion_asked_at: null }]);
    const { body: logs } = await lonely.operator('GET /v1/audit-logs');
    expect(logs.items).toEqual([]);
  } finally {
    await lonely.close();
  }
});
