import { randomBytes, randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '../../src/database/database';
import { connectStore } from '../../src/stores/connect-store';
import { resealAll } from '../../src/stores/keys/reseal-all';
import { aboutUnknownKeys, countSealedBy } from '../../src/stores/keys/sealing-keys';
import { openStoreAccess } from '../../src/stores/open-store-access';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { webhookSecretsOf } from '../../src/stores/webhooks/webhook-secrets';
import { createTenant } from '../../src/tenants/create-tenant';
import { createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';
import { shopPlatforms } from './shop-platform';

const [OLD, NEW, LOST] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const [before, rotating, after] = [createSealer([OLD]), createSealer([NEW, OLD]), createSealer([NEW])];

let test: TestDatabase;
let database: Database;
let tenants: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase(test.url);
});
beforeEach(async () => {
  await queryAs(test.ownerUrl, 'truncate stores cascade');
  tenants = [await tenant(), await tenant()];
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

async function tenant(): Promise<string> {
  const created = await database.withSystem((sql) => createTenant(sql, { name: randomUUID() }));
  if (created.kind !== 'created') throw new Error(created.kind);
  return created.tenant.id;
}

async function connect(sealer: Sealer, shop: string, token: string, tenantId = tenants[0] ?? ''): Promise<Store> {
  const outcome = await connectStore(
    { database, sealer, platforms: shopPlatforms, surroundings: { allowPrivateStores: false, storePorts: [443] } },
    { tenantId, platform: 'shopify', credentials: { shop_domain: shop, access_token: token } },
  );
  if (outcome.kind !== 'connected') throw new Error(outcome.detail);
  return outcome.store;
}

/** Of two tenants, by turns. */
async function connectMany(sealer: Sealer, count: number): Promise<Store[]> {
  const stores: Store[] = [];
  for (let nth = 0; nth < count; nth++) {
    stores.push(await connect(sealer, `shop-${nth}`, `good token ${nth}`, tenants[nth % 2]));
  }
  return stores;
}

async function tokenOf({ tenantId, id: storeId }: Store, sealer: Sealer) {
  const opened = await openStoreAccess({ database, sealer, platforms: shopPlatforms }, { tenantId, storeId });
  return opened.kind === 'access' ? Reflect.get(Object(opened.access.credentials), 'access_token') : opened.kind;
}

const counted = (sealer: Sealer) => database.withSystem((sql) => countSealedBy(sql, sealer));

it('seals with the first key what an older one sealed, of all tenants, and changes nothing else', async () => {
  const stores = await connectMany(before, 230);
  await connect(after, 'newer', 'good newer');
  expect(await counted(rotating)).toEqual({ current: 1, older: 230, unknown: {} });

  const lots: number[] = [];
  const done = await resealAll(database, rotating, ({ resealed }) => lots.push(resealed));

  expect(done).toEqual({ resealed: 230, overtaken: 0, unreadable: [] });
  expect(lots).toEqual([100, 200, 230]);
  expect(await counted(after)).toEqual({ current: 231, older: 0, unknown: {} });
  for (const [nth, store] of stores.entries()) expect(await tokenOf(store, after)).toBe(`good token ${nth}`);
  const { rows } = await database.withSystem(
    (sql) => sql<{ versions: number; changed: number }>`
      select max(credentials_version) as versions, count(*) filter (where updated_at > created_at) as changed
        from stores`,
  );
  expect(rows).toEqual([{ versions: 1, changed: 0 }]);
  expect(await resealAll(database, rotating)).toEqual({ resealed: 0, overtaken: 0, unreadable: [] });
});

it('loses nothing that is connected again meanwhile, by a program with the old first key or the new one', async () => {
  const [first, second] = await connectMany(before, 2);
  let writes = 0;
  const overtaken: Database = {
    ...database,
    async withTenant(tenantId, work) {
      if (writes++ === 0) {
        await connect(before, 'shop-0', 'good newer token', tenants[0]);
        await connect(rotating, 'shop-1', 'good token too', tenants[1]);
      }
      return database.withTenant(tenantId, work);
    },
  };
  expect(await resealAll(overtaken, rotating)).toEqual({ resealed: 1, overtaken: 1, unreadable: [] });
  expect([await tokenOf(first as Store, after), await tokenOf(second as Store, after)]).toEqual([
    'good newer token',
    'good token too',
  ]);
});

it('goes on after it was killed', async () => {
  await connectMany(before, 12);
  let writes = 0;
  const dying: Database = {
    ...database,
    async withTenant(tenantId, work) {
      if (++writes > 5) throw new Error('killed');
      return database.withTenant(tenantId, work);
    },
  };
  await expect(resealAll(dying, rotating)).rejects.toThrow('killed');
  expect(await counted(rotating)).toMatchObject({ current: 5, older: 7 });
  expect(await resealAll(database, rotating)).toMatchObject({ resealed: 7 });
});

it('I8 names the stores that no key opens and what to do, tells no secret of them, and seals the others', async () => {
  const lost = await connect(createSealer([LOST]), 'lost', 'good lost');
  const damaged = await connect(before, 'damaged', 'good damaged');
  await connect(before, 'whole', 'good whole');
  await database.withTenant(
    damaged.tenantId,
    (sql) => sql`
      update stores set sealed_credentials = convert_to(${rotating.keyIds[1]}::text || repeat('x', 60), 'UTF8')
       where tenant_id = ${damaged.tenantId}::uuid and id = ${damaged.id}::uuid`,
  );

  const { resealed, unreadable } = await resealAll(database, rotating);

  expect(resealed).toBe(1);
  const why = new Map(unreadable.map((each) => [each.storeId, each.why]));
  expect(why.get(lost.id)).toMatch(/were sealed with key [0-9a-f]{8}, .* add that key behind the first, or connect/);
  expect(why.get(damaged.id)).toMatch(/are damaged .* connect the store again/);
  expect(JSON.stringify(unreadable)).not.toMatch(/good/);
  expect(aboutUnknownKeys(await counted(rotating))).toMatch(/^CREDENTIALS_KEY lacks keys .*: [0-9a-f]{8} \(1 stores\)/);
});

it('seals secrets of webhooks with the first key, too, and loses neither', async () => {
  const { tenantId, id: storeId } = await connect(before, 'shop', 'good token');
  const owner = { tenantId, storeId };
  const row = () =>
    database.withTenant(tenantId, async (sql) => {
      const { rows } = await sql<{ sealedSecret: Buffer | null; sealedFormerSecret: Buffer | null }>`
        select sealed_secret as "sealedSecret", sealed_former_secret as "sealedFormerSecret"
          from store_webhooks where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid`;
      return { ...owner, ...(rows[0] ?? { sealedSecret: null, sealedFormerSecret: null }) };
    });
  await database.withTenant(tenantId, async (sql) => {
    await rotateSecret(sql, before, storeId);
    await rotateSecret(sql, before, storeId);
  });
  const secrets = webhookSecretsOf(before, await row());
  expect(await resealAll(database, rotating)).toEqual({ resealed: 1, overtaken: 0, unreadable: [] });
  expect(await counted(after)).toEqual({ current: 1, older: 0, unknown: {} });
  expect(webhookSecretsOf(after, await row())).toEqual(secrets);

  // One of them alone, of a program that still seals with the older key.
  await database.withTenant(tenantId, (sql) => rotateSecret(sql, before, storeId));
  expect(await counted(rotating)).toEqual({ current: 1, older: 1, unknown: {} });
  const newer = webhookSecretsOf(rotating, await row());
  expect(await resealAll(database, rotating)).toEqual({ resealed: 1, overtaken: 0, unreadable: [] });
  expect(webhookSecretsOf(after, await row())).toEqual(newer);
});

it('counts secrets of webhooks that no key opens among what cannot be read', async () => {
  const { tenantId, id: storeId } = await connect(rotating, 'shop', 'good token');
  await database.withTenant(tenantId, (sql) => rotateSecret(sql, createSealer([LOST]), storeId));
  const lost = (await counted(rotating)).unknown;
  expect(Object.values(lost)).toEqual([1]);
  const done = await resealAll(database, rotating);
  expect(done.unreadable).toEqual([{ storeId, why: expect.stringContaining(Object.keys(lost)[0] ?? '') }]);
});
