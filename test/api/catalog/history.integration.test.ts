import { randomUUID } from 'node:crypto';
import { writeCursor } from '../../../src/api/http/cursor';
import { expireAll } from '../../../src/maintenance/expire-all';
import { RETENTION_DAYS } from '../../../src/model/retention';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type ChangeRow, insertChanges, insertProduct, insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let productId: string;
let change: (...rows: ChangeRow[]) => Promise<number[]>;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  const storeId = await insertStore(world.database, tenant.id);
  productId = await insertProduct(world.database, { tenantId: tenant.id, storeId }, { externalId: '101' });
  change = (...rows) =>
    insertChanges(
      world.database,
      { tenantId: tenant.id, storeId },
      rows.map((row) => ({ productId, ...row })),
    );
});
afterAll(() => world.close());

const ask = (query = '') => tenant.ask(`GET /v1/catalog/products/${productId}/history?${query}`);

interface Entry {
  field: string | null;
  kind: string;
  before: unknown;
  after: unknown;
  variant_id: string | null;
}

async function history(query = ''): Promise<Entry[]> {
  const { status, body } = await ask(query);
  expect(status).toBe(200);
  return body.items;
}
const valuesOf = (entries: Entry[]) => entries.map(({ after }) => after);

it('tells what changed of a product and its variants, newest first, and nothing of others', async () => {
  const variantId = randomUUID();
  await change({ kind: 'created', field: null, after: null });
  await change({ after: '8.00' }, { productId: randomUUID(), after: '1.00' });
  await change({ kind: 'variant_updated', variantId, field: 'stock', after: 3 });

  expect(await history()).toMatchObject([
    { kind: 'variant_updated', field: 'stock', before: '7.50', after: 3, variant_id: variantId },
    { kind: 'updated', field: 'price', before: '7.50', after: '8.00', variant_id: null },
    { kind: 'created', field: null },
  ]);
  expect(valuesOf(await history(`variant_id=${variantId}`))).toEqual([3]);
});

it('shows being switched off and on, and variants that went, as changes of is_active', async () => {
  const variantId = randomUUID();
  await change({ kind: 'deactivated', field: null }, { kind: 'reactivated', field: null }, { field: 'title' });
  await change({ kind: 'variant_removed', variantId, field: null });

  const off = { field: 'is_active', before: true, after: false };
  expect(await history('field=is_active')).toMatchObject([
    { ...off, kind: 'variant_removed', variant_id: variantId },
    { kind: 'reactivated', field: 'is_active', before: false, after: true },
    { ...off, kind: 'deactivated' },
  ]);
  expect((await history('field=is_active,title')).map(({ kind }) => kind)).toContain('updated');
});

it('is read to its end by cursors, each entry once, also where changes come meanwhile', async () => {
  await change(...[1, 2, 3, 4, 5].map((after) => ({ after })));
  const seen: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await ask(`limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...valuesOf(body.items));
    cursor = body.next_cursor;
    await change({ after: 'later' });
  }

  expect(seen).toEqual([5, 4, 3, 2, 1]);
});

it('answers 400 with all fields for one that is none, and for a cursor of another history', async () => {
  await change({ after: 1 }, { after: 2 });
  const unknown = await ask('field=colour');
  expect(unknown).toMatchObject({ status: 400, body: { errors: [{ path: 'field.0' }] } });
  for (const field of ['is_active', 'compare_at_price', 'stock']) expect(unknown.text).toContain(field);

  const { next_cursor: cursor } = (await ask('limit=1')).body;
  expect(await ask(`limit=1&cursor=${cursor}`)).toMatchObject({ status: 200 });
  const made = writeCursor(['history', tenant.id, JSON.stringify({ productId })], ['1'.repeat(30)]);
  for (const query of [`field=stock&cursor=${cursor}`, `cursor=${made}`, 'cursor=x']) {
    expect(await ask(query)).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
  }
});

it('says up to when its changes are no longer kept', async () => {
  await change({ kind: 'created', field: null, ago: 900 * 86_400 }, { after: 2 });
  expect((await ask()).body.removed_until).toBeNull();

  await expireAll(world.database, { ...RETENTION_DAYS, product_changes: 365 }, () => undefined);

  const { items, removed_until: until } = (await ask()).body;
  expect(valuesOf(items)).toEqual([2]);
  expect(Date.now() - Date.parse(until)).toBeGreaterThan(899 * 86_400_000);
});

it('ends a page where it is full, and goes on behind it', async () => {
  const description = 'x'.repeat(1_500_000);
  await change(...[1, 2, 3, 4].map(() => ({ field: 'description', after: description })));

  const first = (await ask()).body;
  expect(first.items).toHaveLength(3);
  expect((await ask(`cursor=${first.next_cursor}`)).body).toMatchObject({ items: [{}], next_cursor: null });
});

it('looks a bounded number of changes through for a field that seldom changes, and comes to its end', async () => {
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      insert into product_changes (tenant_id, seq, store_id, product_id, kind, field, run_id)
      select ${tenant.id}::uuid, number, gen_random_uuid(), ${productId}::uuid, 'updated',
             case number when 1 then 'title' else 'stock' end, gen_random_uuid()
        from generate_series(1, 20001) number`,
  );

  const first = (await ask('field=title')).body;
  expect(first).toMatchObject({ items: [], next_cursor: expect.any(String) });
  expect((await ask(`field=title&cursor=${first.next_cursor}`)).body).toMatchObject({
    items: [{ field: 'title' }],
    next_cursor: null,
  });
});

it('I9 knows no history of another tenant’s product', async () => {
  const other = await world.tenant('Other');
  expect(await other.ask(`GET /v1/catalog/products/${productId}/history`)).toMatchObject({ status: 404 });
});
