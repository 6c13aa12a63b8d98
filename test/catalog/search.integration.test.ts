import { listProducts } from '../../src/catalog/reading/list-products';
import { candidates } from '../../src/catalog/search/candidates';
import { hasOldTexts, writeTexts } from '../../src/catalog/search/write-texts';
import { renewSearchTexts } from '../../src/maintenance/renew-search-texts';
import { explain } from '../database/explain';
import { asOwner, queryAs } from '../support/test-database';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products, variant } from './products';

let world: CatalogueWorld;
let shop: Shop;

/** More than are looked through before a search goes on in the texts. */
const MANY = 1_200;

beforeAll(async () => {
  world = await catalogueWorld();
});
beforeEach(async () => {
  shop = await world.shop({ tenantId: await world.newTenant() });
});
afterAll(() => world.close());

async function found(search: string, filter: { isActive?: boolean; limit?: number } = {}): Promise<string[]> {
  const ids: string[] = [];
  let after: string[] | null = null;
  do {
    const page = await shop.sql((sql) => listProducts(sql, { search, limit: 200, ...filter, after }));
    ids.push(...page.items.map((item) => item.external_id));
    after = page.next;
  } while (after !== null);
  return ids.sort((left, right) => Number(left) - Number(right));
}

const textRows = () =>
  shop.sql(async (sql) => (await sql`select from search_texts where tenant_id = ${shop.tenantId}::uuid`).rowCount);

async function fill(): Promise<void> {
  for (let from = 1; from <= MANY; from += 400) await shop.observe(products(400, from));
}

it('finds products among many by a part of title, SKU, vendor, tag or SKU of a variant, whatever the case', async () => {
  await fill();
  await shop.observe([
    product({ external_id: '5001', title: 'A Straw ZEPPELIN' }),
    product({ external_id: '5002', sku: 'zeppelin-7' }),
    product({ external_id: '5003', vendor: 'Zeppeliners' }),
    product({ external_id: '5004', tags: ['summer', 'Zeppelins'] }),
    product({ external_id: '5005', variants: [variant({ external_id: 'v', sku: 'XZEPPELINX' })] }),
    product({ external_id: '5006', description: 'A zeppelin in the description alone' }),
  ]);

  expect(await found('zEPPelin')).toEqual(['5001', '5002', '5003', '5004', '5005']);
});

it.each([
  ['of one letter', 'Ø', 'Røros'],
  ['of another script', 'шарф', 'Тёплый ШАРФ'],
  ['with wildcards', '50%_', '50%_off'],
  ['with a line break', 'two\nlines', 'two\nlines'],
  ['with the character that separates texts', 'a\u001eb', 'xa\u001eby'],
])('finds a term %s among many', async (_, term, title) => {
  await fill();
  await shop.observe([product({ external_id: '5001', title })]);

  expect(await found(term)).toEqual(['5001']);
});

it('finds what all carry, page after page, each once', async () => {
  await fill();

  expect(await found('scarf', { limit: 150 })).toHaveLength(MANY);
  expect(new Set(await found('scarf', { limit: 150 })).size).toBe(MANY);
});

it('fills a page although another filter lets few of the found products pass', async () => {
  await shop.observe(products(1_500, 1, { title: 'Zeppelin' }));
  await shop.observe(products(30, 2_001, { title: 'Zeppelin', is_active: false, status: 'draft' }));

  expect(await found('zeppelin', { isActive: false, limit: 20 })).toHaveLength(30);
});

it('finds a product by what it is called now, and no more by what it was called', async () => {
  await fill();
  await shop.observe([product({ external_id: '7', title: 'Zeppelin', variants: [variant({ external_id: 'v' })] })]);
  await shop.observe([
    product({ external_id: '7', title: 'Airship', variants: [variant({ external_id: 'v', sku: 'HULL-9' })] }),
  ]);

  expect(await found('zeppelin')).toEqual([]);
  expect(await found('airship')).toEqual(['7']);
  expect(await found('hull-9')).toEqual(['7']);
});

it('I5 writes no text when prices and stocks change, or nothing does', async () => {
  await shop.observe(products(3));
  await shop.observe(products(3));
  await shop.observe(products(3, 1, { price: '21.90', stock: 2 }));

  expect(await textRows()).toBe(1);
});

it('writes no text in a dry run', async () => {
  const page = await shop.stage(products(3));
  await shop.merge(page, { run: { ...shop.run, dryRun: true } });

  expect(await textRows()).toBe(0);
});

it('writes the texts of a tenant anew when half of them are old, and only then', async () => {
  await fill();
  const before = await textRows();
  await renewSearchTexts(world.database, () => undefined);
  expect(await textRows()).toBe(before);

  for (const title of ['One', 'Two'])
    for (let from = 1; from <= MANY; from += 400) await shop.observe(products(400, from, { title }));
  expect(await shop.sql(hasOldTexts)).toBe(true);
  expect(await renewSearchTexts(world.database, () => undefined)).toBe(1);

  expect(await shop.sql(hasOldTexts)).toBe(false);
  expect(await textRows()).toBe(Math.ceil(MANY / 250));
  expect(await found('two')).toHaveLength(MANY);
});

it('keeps the texts of a merge that commits while they are written anew', async () => {
  await fill();
  const isWritten = world.database.withTenant(shop.tenantId, async (sql) => {
    await writeTexts(sql);
    await shop.observe([product({ external_id: '5001', title: 'Zeppelin' })]);
  });
  await isWritten;

  expect(await found('zeppelin')).toEqual(['5001']);
});

it("I9 finds nothing in another tenant's texts", async () => {
  await fill();
  const other = await world.shop({ tenantId: await world.newTenant() });
  await other.observe([product({ external_id: '1', title: 'Zeppelin' })]);

  expect(await found('zeppelin')).toEqual([]);
  const foreign = await shop.sql((sql) => sql`select from search_texts where tenant_id = ${other.tenantId}::uuid`);
  expect(foreign.rowCount).toBe(0);
});

it("reads a tenant's texts by an index under the policy, and SKUs of those variants alone that were found", async () => {
  await fill();
  const other = await world.shop({ tenantId: await world.newTenant() });
  await other.sql(
    (sql) => sql`
      insert into search_texts (tenant_id, product_ids, texts)
      select ${other.tenantId}::uuid, array[gen_random_uuid()], 'text ' || number from generate_series(1, 5000) number`,
  );
  await queryAs(asOwner(world.url), 'analyze');
  const textsPlan = await explain(world.database, shop.tenantId, async (sql) => {
    await candidates(sql, { search: 'scarf', after: null }).next();
  });
  const ids = await shop.sql(async (sql) => {
    const { rows } = await sql<{
      id: string;
    }>`select id from products where tenant_id = ${shop.tenantId}::uuid limit 500`;
    return rows.map(({ id }) => id);
  });
  const listPlan = await explain(world.database, shop.tenantId, async (sql) => {
    const listing = Object.assign(
      (text: TemplateStringsArray, ...values: unknown[]) =>
        text[0]?.includes('with term as') ? { rows: [{ ids }] } : sql(text, ...values),
      { tenantId: shop.tenantId },
    );
    await listProducts(listing as unknown as typeof sql, { search: 'scarf', limit: 50, after: null });
  });

  expect(textsPlan).toMatch(/(using|on) search_texts_tenant_id_id_pk\b/);
  expect(listPlan).toMatch(/Index Cond: \(\(p?\.?tenant_id = [^\n]*id = ANY/);
  expect(listPlan).not.toMatch(/hashed SubPlan/);
});

it('looks at the next products first for a term that many carry, and goes on in the texts', async () => {
  for (let from = 1; from <= 600; from += 40) await shop.observe(products(40, from, { title: `Scarf ${from}` }));

  const pieces: string[] = [];
  await shop.sql(async (sql) => {
    for await (const piece of candidates(sql, { search: 'scarf', after: null })) {
      pieces.push(piece.kind === 'next' ? 'the next' : `${piece.ids.length}`);
    }
  });

  expect(pieces).toEqual(['the next', '100']);
  expect(await found('scarf', { limit: 150 })).toHaveLength(600);
  expect(await found('scarf', { isActive: false })).toEqual([]);
});
