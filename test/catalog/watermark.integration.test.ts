import type { LastStatus } from '../../src/model/run';
import { noteProgress } from '../../src/runs/note-progress';
import { noteWholeListing } from '../../src/runs/note-whole-listing';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const storeOf = (shop: Shop) =>
  shop.sql(async (sql) => {
    const { rows } = await sql<{ watermark: Date | null; product_count: number }>`
      select watermark, product_count from stores
       where tenant_id = ${shop.tenantId}::uuid and id = ${shop.storeId}::uuid`;
    return rows[0];
  });

const UNMOVED = { watermark: null, product_count: 0 };

const beginAt = (shop: Shop, storeTime: string) =>
  shop.sql((sql) => noteProgress(sql, shop.run.id, { phase: 'reading', storeTime }));
const move = (shop: Shop, products: number, run = shop.run) => shop.sql((sql) => noteWholeListing(sql, run, products));

it.each<LastStatus>(['completed', 'completed_with_errors', 'failed', 'cancelled'])(
  'the watermark is where the run began, whether it then ends %s',
  async (status) => {
    const shop = await world.shop();
    await beginAt(shop, '2026-11-25T08:00:00.000Z');

    await move(shop, 3);
    await shop.close(status);

    expect(await storeOf(shop)).toEqual({ watermark: new Date('2026-11-25T08:00:00.000Z'), product_count: 3 });
  },
);

it.each<LastStatus>(['completed', 'completed_with_errors', 'failed', 'cancelled'])(
  'I2 to close a run as %s moves no watermark: only a whole listing does',
  async (status) => {
    const shop = await world.shop();
    await beginAt(shop, '2026-11-25T08:00:00.000Z');

    await shop.close(status);

    expect(await storeOf(shop)).toEqual(UNMOVED);
  },
);

it('takes the watermark of a later run not back', async () => {
  const shop = await world.shop();
  const earlier = shop.run;
  await beginAt(shop, '2026-11-20T08:00:00Z');
  await shop.openRun();
  await beginAt(shop, '2026-11-25T08:00:00Z');
  await move(shop, 3);

  await move(shop, 2, earlier);

  expect(await storeOf(shop)).toEqual({ watermark: new Date('2026-11-25T08:00:00Z'), product_count: 3 });
});

it('a refresh and a dry run move no watermark', async () => {
  const shop = await world.shop();
  await shop.openRun({ mode: 'refresh' });
  await beginAt(shop, '2026-11-25T08:00:00Z');

  await move(shop, 3);
  await move(shop, 3, { ...shop.run, mode: 'full', dryRun: true });

  expect(await storeOf(shop)).toEqual(UNMOVED);
});
