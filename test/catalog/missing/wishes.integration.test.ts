import { bringFullForward, settleWantedFull, type WishBecame } from '../../../src/stores/freshness/full-wanted';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** In whole hours; null: none is wanted. */
async function wantedIn(shop: Shop): Promise<number | null> {
  const { rows } = await shop.sql(
    (sql) => sql<{ hours: number | null }>`
      select ceil(extract(epoch from full_wanted_at - now()) / 3600)::int as hours
        from stores where tenant_id = ${shop.tenantId}::uuid and id = ${shop.storeId}::uuid`,
  );
  return rows[0]?.hours ?? null;
}

async function fullRun(shop: Shop, became: WishBecame): Promise<number | null> {
  await shop.openRun();
  await shop.sql((sql) => settleWantedFull(sql, shop.run, became));
  await shop.close(became === 'failed' ? 'failed' : 'completed');
  await shop.sql(
    (sql) =>
      sql`update sync_runs set queued_at = queued_at - interval '1 minute' where tenant_id = ${shop.tenantId}::uuid`,
  );
  return wantedIn(shop);
}

const wished = async (): Promise<Shop> => {
  const shop = await world.shop();
  await shop.close('completed');
  await shop.sql((sql) => bringFullForward(sql, shop.storeId, 'Because'));
  return shop;
};

it('a full run that is wanted and fails is tried after longer and longer waits, up to a day, until one has read', async () => {
  const shop = await wished();
  const waits: (number | null)[] = [];
  for (let tries = 0; tries < 7; tries++) waits.push(await fullRun(shop, 'failed'));
  expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);

  expect(await fullRun(shop, 'read')).toBeNull();
  await shop.sql((sql) => bringFullForward(sql, shop.storeId, 'Because'));
  expect(await fullRun(shop, 'failed')).toBe(1);
});

it('one that failed with what somebody has to mend, or was stopped, is tried in a day', async () => {
  expect(await fullRun(await wished(), 'left')).toBe(24);
});
