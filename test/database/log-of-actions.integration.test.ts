import { getTableName } from 'drizzle-orm';
import { EMPTIED_TABLES } from '../../src/tenants/deletion/tenant-tables';
import { wholeDatabase } from '../tenants/deletion/whole-database';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

beforeEach(async () => {
  world = await twoTenants();
});
afterEach(() => world.close());

/** What the programs' password can do by hand to a tenant, beside what the service does. */
const closed = () =>
  world.database.withSystem(
    (sql) => sql`
      update tenants set deletion_asked_at = now(), closed_at = now() where id = ${world.acme.tenantId}::uuid`,
  );

const entry = (action: string) =>
  world.database.withSystem(
    (sql) => sql`
      insert into audit_logs (tenant_id, action, actor_kind, metadata)
      values (${world.acme.tenantId}::uuid, ${action}::text, 'operator', '{}')`,
  );

/** By texts of this file. */
const changed = (assignments: string) =>
  world.database.withSystem((sql) =>
    sql(Object.assign([`update tenants set ${assignments} where name = 'Acme'`], { raw: [] })),
  );

const lotOf = (table: string) =>
  world.database.withSystem(
    (sql) => sql`select delete_lot_of_closed_tenant(${world.acme.tenantId}::uuid, ${table}::text, 100)`,
  );

const end = () =>
  world.database.withSystem((sql) => sql`select end_closed_tenant(${world.acme.tenantId}::uuid, '{"products": 0}')`);

async function actions(): Promise<unknown[]> {
  const { rows } = await world.database.readSystem(
    (sql) => sql`
      select action, metadata -> 'rows' as counts from audit_logs
       where tenant_id = ${world.acme.tenantId}::uuid
       order by at, id`,
  );
  return rows;
}

const UNSAID = 'nothing says who asked for the deletion';

it('takes nothing of a closed tenant, and nothing out of its log, where no entry says who asked for it', async () => {
  await entry('store_updated');
  await closed();

  for (const table of ['audit_logs', 'products']) await expect(lotOf(table)).rejects.toThrow(UNSAID);

  expect(await actions()).toEqual([{ action: 'store_updated', counts: null }]);
});

it('leaves the entry that says who asked for a deletion, and the deletion asked for', async () => {
  await entry('store_updated');
  await entry('tenant_deleted');
  await closed();
  const { tenantId } = world.acme;

  await lotOf('audit_logs');

  expect(await actions()).toEqual([{ action: 'tenant_deleted', counts: null }]);
  const attempts = [
    'deletion_asked_at = null, closed_at = null',
    'deletion_asked_at = null',
    'closed_at = null',
    `deletion_asked_at = '2020-01-01'`,
    `closed_at = '2020-01-01'`,
    'id = gen_random_uuid()',
  ];
  const kept = `tenant ${tenantId} keeps its id, and the deletion that was asked for`;
  for (const attempt of attempts) await expect(changed(attempt)).rejects.toThrow(kept);
  await expect(changed(`name = 'Gone', is_active = false, closed_at = closed_at`)).resolves.toMatchObject({
    rowCount: 1,
  });
});

it('ends no tenant of which a row is left, in whichever table', async () => {
  const { tenantId } = world.acme;
  const whole = await wholeDatabase(world.url);
  try {
    await whole.plant(tenantId, 'planted');
    await entry('tenant_deleted');
    await closed();

    const found: string[] = [];
    for (const table of whole.ofTenants) {
      await whole.query('begin');
      await whole.query('set local session_replication_role = replica'); // no foreign keys: only this table has a row
      for (const other of whole.ofTenants.filter((each) => each !== table)) {
        const kept = other === 'audit_logs' ? `and action <> 'tenant_deleted'` : '';
        await whole.query(`delete from ${other} where tenant_id = $1 ${kept}`, [tenantId]);
      }
      const ended = whole.query(`select end_closed_tenant($1, '{}')`, [tenantId]);
      await expect(ended).rejects.toThrow(`table ${table} still holds rows of tenant ${tenantId}`);
      found.push(table);
      await whole.query('rollback');
    }
    expect(found.sort()).toEqual(EMPTIED_TABLES.map(getTableName).sort());
  } finally {
    await whole.close();
  }
});

it('completes an entry once: a tenant that is made anew under its id can neither rewrite it nor use it', async () => {
  await entry('tenant_deleted');
  await closed();
  for (const table of EMPTIED_TABLES.map(getTableName)) await lotOf(table);
  await end();
  const completed = [{ action: 'tenant_deleted', counts: { products: 0 } }];
  expect(await actions()).toEqual(completed);

  await world.database.withSystem(
    (sql) => sql`
      insert into tenants (id, name, slug, deletion_asked_at, closed_at)
      values (${world.acme.tenantId}::uuid, 'Anew', 'anew', now(), now())`,
  );

  await expect(end()).rejects.toThrow(UNSAID);
  await expect(lotOf('audit_logs')).rejects.toThrow(UNSAID);
  expect(await actions()).toEqual(completed);
});
