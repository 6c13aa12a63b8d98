import { randomBytes, randomUUID } from 'node:crypto';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertChanges, insertProduct, insertStore, insertVariants, type ProductRow } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

const add = (product: ProductRow, store = storeId) =>
  insertProduct(world.database, { tenantId: tenant.id, storeId: store }, product);
const addVariants = (productId: string, variants: { count: number; bytes?: number }) =>
  insertVariants(world.database, { tenantId: tenant.id, productId }, variants);
/** What no compression makes smaller. */
const noise = (bytes: number) => randomBytes(bytes / 2).toString('hex');

interface Page {
  items: { id: string; external_id: string; variants?: { external_id: string; is_active: boolean }[] }[];
  next_cursor: string | null;
}

async function page(query: string): Promise<Page & { length: number }> {
  const { status, body, text } = await tenant.ask(`GET /v1/catalog/products?${query}`);
  expect(status).toBe(200);
  return { ...body, length: text.length };
}

/** External ids of each page, to the end. */
async function pages(query: string): Promise<string[][]> {
  const read: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next_cursor }: Page = await page(`${query}${cursor && `&cursor=${cursor}`}`);
    read.push(items.map((item) => item.external_id));
    cursor = next_cursor;
  }
  return read;
}

async function refused(query: string): Promise<string> {
  const { status, body } = await tenant.ask(`GET /v1/catalog/products?${query}`);
  expect(status).toBe(400);
  return body.errors[0].path;
}

describe('include=variants', () => {
  it('gives each product its variants, those that are gone too, in the store’s order, as reading it alone does', async () => {
    const id = await add({ externalId: '1' });
    await add({ externalId: '2' });
    await addVariants(id, { count: 2 });

    const { items } = await page('include=variants');

    const variants = items.map((item) => item.variants?.map((variant) => [variant.external_id, variant.is_active]));
    expect(variants).toHaveLength(2);
    expect(items.find((item) => item.id === id)?.variants).toMatchObject([
      { external_id: '1', is_active: true },
      { external_id: 'more 1', is_active: true },
      { external_id: 'more 2', is_active: false },
    ]);
    for (const item of items) expect((await tenant.ask(`GET /v1/catalog/products/${item.id}`)).body).toEqual(item);
  });

  it('takes 50 products a page at most, and pages like the list without them', async () => {
    for (let number = 1; number <= 5; number += 1) await add({ externalId: String(number) });

    expect((await pages('include=variants&limit=2')).flat().sort()).toEqual(['1', '2', '3', '4', '5']);
    expect(await refused('include=variants&limit=51')).toBe('limit');
    const { next_cursor } = await page('limit=2');
    expect((await page(`limit=2&include=variants&cursor=${next_cursor}`)).items).toHaveLength(2);
  });
});

describe('a page ends at about 4 MB', () => {
  const MOST = 4_600_000;

  it.each(['limit=200', 'limit=200&sort=changed_at', 'limit=200&search=product'])(
    'of products, and the next one goes on: %s',
    async (query) => {
      for (let number = 1; number <= 12; number += 1) {
        await add({ externalId: String(number), title: `A product ${number}`, description: noise(500_000) });
      }

      expect((await page(query)).length).toBeLessThan(MOST);
      const read = await pages(query);
      expect(read.map((items) => items.length)).toEqual([8, 4]);
      expect(new Set(read.flat()).size).toBe(12);
    },
  );

  it('of variants, also where a product alone has more', async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 3; number += 1) ids.push(await add({ externalId: String(number) }));
    for (const id of ids) await addVariants(id, { count: 2_000, bytes: 2_000 });

    const first = await page('include=variants');

    expect(first.items).toHaveLength(1);
    expect(first.items[0]?.variants).toHaveLength(2_001);
    expect((await pages('include=variants')).flat().sort()).toEqual(['1', '2', '3']);
  });

  it('of changes with their products: a large one that many changes tell of ends it as often', async () => {
    const large = await add({ externalId: '1', description: noise(500_000) });
    const small = await add({ externalId: '2' });
    const of = (...ids: string[]) => ids.map((productId) => ({ productId }));
    await insertChanges(world.database, { tenantId: tenant.id, storeId }, [
      ...of(small, ...Array<string>(10).fill(large), small),
    ]);

    const first = await tenant.ask('GET /v1/catalog/changes?include=product');
    const second = await tenant.ask(`GET /v1/catalog/changes?include=product&cursor=${first.body.next_cursor}`);

    expect(first.text.length).toBeLessThan(MOST);
    expect([first, second].map(({ body }) => [body.items.length, body.caught_up])).toEqual([
      [9, false],
      [3, true],
    ]);
  });
});

describe('changes with include=product', () => {
  it('carry the product with its variants as it is now, whatever it was', async () => {
    const id = await add({ externalId: '1', title: 'As it is now' });
    const gone = randomUUID();
    await insertChanges(world.database, { tenantId: tenant.id, storeId }, [
      { productId: id, kind: 'created' },
      { productId: gone },
      { productId: id },
    ]);
    const { body: product } = await tenant.ask(`GET /v1/catalog/products/${id}`);

    const { body } = await tenant.ask('GET /v1/catalog/changes?include=product&limit=3');

    expect(body.items.map((item: { product: unknown }) => item.product)).toEqual([product, null, product]);
    expect(product).toMatchObject({ title: 'As it is now', variants: [{ external_id: '1' }] });
    const { body: bare } = await tenant.ask(`GET /v1/catalog/changes?cursor=${body.next_cursor}`);
    expect(bare.items).toEqual([]);
  });

  it('end their page where products that follow have no room', async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 12; number += 1) {
      ids.push(await add({ externalId: String(number), description: noise(500_000) }));
    }
    await insertChanges(
      world.database,
      { tenantId: tenant.id, storeId },
      ids.map((productId) => ({ productId })),
    );

    const { body } = await tenant.ask('GET /v1/catalog/changes?include=product');

    expect(body.items.map((item: { product: { id: string } }) => item.product.id)).toEqual(ids.slice(0, 8));
    expect(body.caught_up).toBe(false);
  });
});

describe('ids and external_id', () => {
  it('find these very products, and others of the tenant alone', async () => {
    const other = await insertStore(world.database, tenant.id, { platform: 'shopify' });
    const [one, two] = [await add({ externalId: '1' }), await add({ externalId: '2' })];
    await add({ externalId: '1' }, other);
    const stranger = await world.tenant('Other');
    const strange = await insertStore(world.database, stranger.id);
    const theirs = await insertProduct(
      world.database,
      { tenantId: stranger.id, storeId: strange },
      { externalId: '1' },
    );

    expect((await pages(`ids=${two},${one},${theirs},${randomUUID()}`)).flat().sort()).toEqual(['1', '2']);
    expect((await page(`ids=${one}`)).items.map(({ id }) => id)).toEqual([one]);
    expect((await pages('external_id=1')).flat()).toEqual(['1', '1']);
    expect((await page(`external_id=1&store_id=${storeId}`)).items.map(({ id }) => id)).toEqual([one]);
    expect((await page('external_id=10')).items).toEqual([]);
  });

  it.each(['ids=1', 'ids=', `ids=${Array.from({ length: 201 }, () => randomUUID()).join(',')}`, 'external_id='])(
    'that do not parse are refused',
    async (query) => {
      expect(await refused(query)).toMatch(/^(ids|external_id)/);
    },
  );
});

describe('sort=changed_at', () => {
  it('lists the oldest change first, to the microsecond, with the id where times are equal', async () => {
    const at = (microseconds: string) => `2026-11-01T00:00:00.${microseconds}Z`;
    await add({ externalId: 'c', changedAt: at('000003') });
    await add({ externalId: 'a', changedAt: at('000001') });
    await add({ externalId: 'b', changedAt: at('000002') });
    await add({ externalId: 'd', changedAt: at('000003') });

    const read = await pages('sort=changed_at&limit=1');

    expect(read.flat().slice(0, 2)).toEqual(['a', 'b']);
    expect(read.flat().slice(2).sort()).toEqual(['c', 'd']);
  });

  it('shows a product again that changes while the list is read, and misses none', async () => {
    for (const day of ['1', '2', '3']) await add({ externalId: day, changedAt: `2026-11-0${day}T00:00:00Z` });
    const { next_cursor } = await page('sort=changed_at&limit=2');
    await world.database.withTenant(
      tenant.id,
      (sql) => sql`update products set changed_at = now() where tenant_id = ${tenant.id}::uuid and external_id = '1'`,
    );

    const { items } = await page(`sort=changed_at&limit=2&cursor=${next_cursor}`);

    expect(items.map((item) => item.external_id)).toEqual(['3', '1']);
  });

  it('has cursors of its own, and no search', async () => {
    for (const externalId of ['1', '2']) await add({ externalId });
    const { next_cursor: byChange } = await page('sort=changed_at&limit=1');
    const { next_cursor: byId } = await page('limit=1');

    expect(await refused(`limit=1&cursor=${byChange}`)).toBe('cursor');
    expect(await refused(`sort=changed_at&limit=1&cursor=${byId}`)).toBe('cursor');
    expect(await refused('sort=changed_at&search=hat')).toBe('sort');
    expect(await refused('sort=title')).toBe('sort');
  });
});
