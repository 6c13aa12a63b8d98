import { and, eq } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { NOW } from '../../src/database/sql';
import { productChanges } from '../../src/database/tables/catalog';
import { stores } from '../../src/database/tables/stores';
import { tenants } from '../../src/database/tables/tenancy';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

beforeAll(async () => {
  world = await twoTenants();
});
afterAll(() => world.close());

const SECRET = Buffer.from('sealed with care');

const nameOf = async (tenantId: string) => {
  const [store] = await world.database.readTenant(tenantId, ({ db }) => db.select({ name: stores.name }).from(stores));
  return store?.name;
};

const newStore = (tenantId: string) => ({
  tenantId,
  platform: 'shopify' as const,
  name: 'Second shop',
  address: 'second.myshopify.com',
  identity: 'second',
  currency: 'EUR',
  productCount: 0,
});

it('I9 shows and changes by the builder what is the tenant’s, even with a where for another tenant', async () => {
  const { database, acme, other } = world;

  await database.withTenant(acme.tenantId, async ({ db }) => {
    expect(await db.select({ id: stores.id }).from(stores)).toEqual([{ id: acme.storeId }]);
    expect(await db.select({ id: stores.id }).from(stores).where(eq(stores.tenantId, other.tenantId))).toEqual([]);
    const renamed = await db.update(stores).set({ name: 'Mine' }).where(eq(stores.tenantId, other.tenantId));
    expect(renamed.rowCount).toBe(0);
    const taken = await db.delete(productChanges).where(eq(productChanges.tenantId, other.tenantId));
    expect(taken.rowCount).toBe(0);
  });
  const insert = database.withTenant(acme.tenantId, ({ db }) => db.insert(stores).values(newStore(other.tenantId)));
  await expect(insert).rejects.toThrow('violates row-level security policy');

  expect(await nameOf(other.tenantId)).toBe('Shop');
});

it('I9 gives the builder of a read no write, and the next user of its connection no tenant', async () => {
  const { database, acme } = world;
  const written = database.readTenant(acme.tenantId, ({ db }) => db.update(stores).set({ name: 'Changed' }));
  await expect(written).rejects.toThrow('cannot execute UPDATE in a read-only transaction');

  const seen = await database.withSystem(({ db }) => db.select({ id: tenants.id }).from(tenants));
  expect(seen).toHaveLength(2);
});

it('keeps the builder’s writes and those of hand-written SQL together, or none of them', async () => {
  const { database, acme } = world;
  const undone = database.withTenant(acme.tenantId, async (sql) => {
    await sql.db.insert(stores).values(newStore(acme.tenantId));
    await sql`update stores set name = 'By hand' where tenant_id = ${acme.tenantId}::uuid`;
    expect(await sql.db.select({ id: stores.id }).from(stores).where(eq(stores.name, 'By hand'))).toHaveLength(2);
    throw new Error('in the middle');
  });

  await expect(undone).rejects.toThrow('in the middle');
  expect(await nameOf(acme.tenantId)).toBe('Shop');
});

it('I8 fails with the database’s own error, which names no parameter, and undoes what was written before', async () => {
  const { database, acme } = world;
  const failing = database.withTenant(acme.tenantId, async ({ db }) => {
    await db.update(stores).set({ name: 'Before the failure' }).where(eq(stores.id, acme.storeId));
    await db.insert(stores).values({ ...newStore(acme.tenantId), id: acme.storeId, sealedCredentials: SECRET });
  });

  const error = await failing.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatabaseError);
  expect(error).toMatchObject({ code: '23505' });
  expect(String(error)).not.toContain(String(SECRET));
  expect(await nameOf(acme.tenantId)).toBe('Shop');
});

it('I6 reads and writes JSON as it is: a price that stands in it as text stays text', async () => {
  const { acme, database } = world;
  const { tenantId, storeId } = acme;
  const change = { tenantId, storeId, productId: storeId, runId: storeId, kind: 'updated', field: 'price' };

  await database.withTenant(tenantId, async ({ db }) => {
    await db.insert(productChanges).values({ ...change, seq: 1, before: '19.90', after: null });
    const { before, after, seq, at } = productChanges;
    const [read] = await db
      .select({ before, after, seq, at })
      .from(productChanges)
      .where(and(eq(productChanges.tenantId, tenantId), eq(at, NOW)));
    expect(read).toEqual({ before: '19.90', after: null, seq: 1, at: expect.any(Date) });
  });
});
