import { nextWaiting } from '../../../src/catalog/rejected/next-waiting';
import { noteUnclearRejected } from '../../../src/catalog/rejected/note-unclear';
import { type CatalogueWorld, catalogueWorld } from '../catalogue-world';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

it('a product that is set aside waits twice as long after an answer that is not clear', async () => {
  const shop = await world.shop();
  const rejected = {
    external_id: '1',
    title: null,
    reason: 'price_unreadable',
    path: 'price',
    message: 'no',
    payload: '{}',
  } as const;
  await shop.observe([], { rejected: [rejected] });
  await shop.openRun({ mode: 'incremental' });
  const waiting = async (minutes: number) => {
    await shop.sql(
      (sql) => sql`
        update rejected_products set last_seen_at = now() - make_interval(mins => ${minutes}::int)
         where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
    );
    return shop.sql((sql) => nextWaiting(sql, shop.run, { after: '', limit: 10 }));
  };
  expect(await waiting(6)).toEqual(['1']);

  await shop.sql((sql) => noteUnclearRejected(sql, shop.run, ['1', 'unknown']));
  expect(await shop.sql((sql) => nextWaiting(sql, shop.run, { after: '', limit: 10 }))).toEqual([]);
  expect(await waiting(6)).toEqual([]);
  expect(await waiting(11)).toEqual(['1']);
});
