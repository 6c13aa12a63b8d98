import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '../../src/database/database';
import type { TenantSql } from '../../src/database/sql';
import { hintAtDifferent } from '../../src/hints/hint-at-different';
import { noteHintsSince } from '../../src/hints/hints-since';
import { resumeHints } from '../../src/hints/holds/resume-hints';
import { storeDelivery } from '../../src/stores/webhooks/deliveries';
import { isAloneWithHints } from '../../src/stores/webhooks/hints-lock';
import { type TwoTenants, twoTenants } from '../database/two-tenants';
import { putHint, readHintsSince } from './inbox-rows';

let world: TwoTenants;
/** Of a second process: its transaction is open beside the world's. */
let beside: Database;
beforeAll(async () => {
  world = await twoTenants();
  beside = connectDatabase(world.url, { connections: 1 });
});
afterAll(async () => {
  await beside.close();
  await world.close();
});

/** A store of its own, of whose hints none is known. */
async function quietStore({ pausedAt = null }: { pausedAt?: Date | null } = {}) {
  const { tenantId } = world.acme;
  const storeId = randomUUID();
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into stores (tenant_id, id, platform, name, address, identity, currency, product_count, paused_at)
      values (${tenantId}::uuid, ${storeId}::uuid, 'woocommerce', 'Shop', ${storeId}, 'shop', 'EUR', 1,
              ${pausedAt}::timestamptz)`;
    await sql`
      insert into store_webhooks (tenant_id, store_id, state) values (${tenantId}::uuid, ${storeId}::uuid, 'registered')`;
  });
  return { tenantId, storeId };
}

const deliver = (sql: TenantSql, storeId: string) =>
  storeDelivery(sql, storeId, {
    topic: 'product.updated',
    news: 'changed',
    subject: 'product',
    externalIds: ['1'],
    datedAt: null,
    deduplicationKey: 'same',
    state: 'pending',
    reason: null,
  });

/** Does the second while the first is written and not committed. */
const whileUnseen = <Result>(
  tenantId: string,
  write: (sql: TenantSql) => Promise<unknown>,
  meanwhile: (sql: TenantSql) => Promise<Result>,
) =>
  beside.withTenant(tenantId, async (sql) => {
    await write(sql);
    return world.database.withTenant(tenantId, meanwhile);
  });

it('knows of a delivery that saw the pause and is committed behind the resuming', async () => {
  const pausedAt = new Date();
  const { tenantId, storeId } = await quietStore({ pausedAt });

  const isToBeTold = await whileUnseen(
    tenantId,
    (sql) => deliver(sql, storeId),
    async (sql) => {
      await sql`update stores set paused_at = null where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
      return resumeHints(sql, storeId, pausedAt);
    },
  );

  expect(isToBeTold).toBe(true);
  expect(await readHintsSince(world.database, { tenantId, storeId })).toEqual(expect.any(Date));
});

it('lets no hint that cannot be seen yet wait for one whose time is still to come', async () => {
  const { tenantId, storeId } = await quietStore({ pausedAt: new Date() });
  await putHint(world.database, { tenantId, storeId }, ['2']);
  await world.database.withTenant(tenantId, (sql) => putOff(sql, storeId));

  await whileUnseen(
    tenantId,
    (sql) => deliver(sql, storeId),
    async (sql) => {
      await sql`update stores set paused_at = null where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
      await noteHintsSince(sql, storeId);
    },
  );

  const since = await readHintsSince(world.database, { tenantId, storeId });
  expect(Number(since)).toBeLessThanOrEqual(Date.now());
});

it('takes no hints of a store for done while a sample writes some', async () => {
  const { tenantId, storeId } = await quietStore();

  const isAlone = await whileUnseen(
    tenantId,
    (sql) => hintAtDifferent(sql, storeId, [{ externalId: '1', news: 'changed' }]),
    (sql) => isAloneWithHints(sql, storeId),
  );

  expect(isAlone).toBe(false);
});

it.each<[string, (sql: TenantSql, storeId: string) => Promise<unknown>]>([
  ['told again', deliver],
  ['found different again', (sql, storeId) => hintAtDifferent(sql, storeId, [{ externalId: '1', news: 'changed' }])],
])('brings forward what was put off and is %s', async (_, write) => {
  const { tenantId, storeId } = await quietStore();
  const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(tenantId, work);
  await inTenant((sql) => write(sql, storeId));
  await inTenant((sql) => putOff(sql, storeId));
  expect(Number(await readHintsSince(world.database, { tenantId, storeId }))).toBeGreaterThan(Date.now());

  await inTenant((sql) => write(sql, storeId));

  const { rows } = await inTenant(
    (sql) => sql<{ read_again_at: Date | null }>`
    select read_again_at from webhook_events where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid`,
  );
  expect(rows).toEqual([{ read_again_at: null }]);
  expect(Number(await readHintsSince(world.database, { tenantId, storeId }))).toBeLessThanOrEqual(Date.now());
});

async function putOff(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update webhook_events set read_again_at = now() + interval '1 hour'
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid`;
  await noteHintsSince(sql, storeId);
}
