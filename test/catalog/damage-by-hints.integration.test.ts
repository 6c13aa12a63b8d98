import type { CanonicalProduct } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products } from './products';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

async function shopWith(count: number): Promise<Shop> {
  const shop = await world.shop();
  await shop.observe(products(count));
  await shop.close('completed');
  return shop;
}

/** A stretch of refreshing that ends behind its one page. */
async function tell(shop: Shop, told: readonly CanonicalProduct[]): Promise<string> {
  await shop.openRun({ mode: 'refresh', byHints: true });
  const { kind } = await shop.observe(told);
  const { run } = shop;
  await shop.sql(async (sql) => {
    await sql`
      update sync_runs
         set finished_at = now(), status = ${kind === 'suspicious' ? 'failed' : 'completed'}::text,
             error_type = ${kind === 'suspicious' ? 'suspicious_change' : null}::text
       where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid`;
  });
  return kind;
}

const readWhole = (shop: Shop) =>
  shop.sql(async (sql) => {
    await sql`update stores set read_at = now() where tenant_id = ${shop.tenantId}::uuid and id = ${shop.storeId}::uuid`;
  });

const forNothing = (count: number, from: number) => products(count, from, { price: '0' });

it('counts what the store’s news takes over all runs that read it, however short each is', async () => {
  const shop = await shopWith(120);
  expect(await tell(shop, forNothing(40, 1))).toBe('merged');
  expect(await tell(shop, forNothing(40, 41))).toBe('suspicious');
  expect(await tell(shop, forNothing(40, 81))).toBe('suspicious');
});

it('lets nothing more fall once it stopped, not one by one either, until a full run has looked', async () => {
  const shop = await shopWith(120);
  expect(await tell(shop, forNothing(61, 1))).toBe('suspicious');
  expect(await tell(shop, forNothing(1, 1))).toBe('suspicious');
  expect(await tell(shop, [product({ external_id: '1', title: 'Renamed' })])).toBe('merged');

  await readWhole(shop);
  expect(await tell(shop, forNothing(1, 1))).toBe('merged');
});

it('counts nothing twice, nor what came back, nor a kind of which the store has few', async () => {
  const shop = await shopWith(60);
  for (let day = 0; day < 3; day++) {
    expect(await tell(shop, products(25, 1, { stock: 0 }))).toBe('merged');
    expect(await tell(shop, products(25, 1))).toBe('merged');
  }

  const few = await world.shop();
  await few.observe([...products(3), ...products(97, 4, { stock: null })]);
  await few.close('completed');
  expect(await tell(few, products(3, 1, { stock: 0 }))).toBe('merged');
});

it('counts products that became unreadable or unpublished by what they were', async () => {
  const shop = await shopWith(100);
  expect(await tell(shop, products(40, 1, { is_active: false, status: 'draft' }))).toBe('merged');
  expect(await tell(shop, products(11, 41, { is_active: false, status: 'draft' }))).toBe('suspicious');
});
