import { type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { getTableName } from 'drizzle-orm';
import { EXPORTED_TABLES } from '../../../src/tenants/export/exported-tables';
import { addProducts } from '../../database/two-tenants';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type DeletionWorld, deletionWorld } from '../deletion/deletion-world';
import { type WholeDatabase, wholeDatabase } from '../deletion/whole-database';

/** What only this service works with, and no tenant would miss. Variants stand in their products. */
const NOT_EXPORTED = [
  'alert_tellings',
  'bulk_lines',
  'change_counters',
  'idempotency_keys',
  'product_variants',
  'search_texts',
  'staged_pages',
  'sync_pages',
];

let world: DeletionWorld;
let whole: WholeDatabase;

beforeAll(async () => {
  await useOwnNamespace();
  world = await deletionWorld();
  whole = await wholeDatabase(world.databaseUrl);
});
afterAll(async () => {
  await whole.close();
  await world.close();
});

const linesOf = (text: string) => text.split('\n').map((line) => (line === '' ? null : JSON.parse(line)));

it('knows every table that holds something of a tenant', () => {
  const exported = EXPORTED_TABLES.map(({ table }) => getTableName(table));
  expect([...exported, ...NOT_EXPORTED].sort()).toEqual([...whole.ofTenants].sort());
});

it('exports each row of a tenant once, with exact prices, and no secret and nothing of a neighbour', async () => {
  const { id, ask } = await world.tenant('Exported');
  const neighbour = await world.tenant('Neighbour');
  await world.wooCommerce({ products: 3 }, neighbour.id);
  const { store } = await world.wooCommerce(
    {
      products: [
        { id: '1', name: 'Boots', regular_price: '7.50', price: '7.50' },
        { id: '2', name: 'Odd', price: 'abc' },
      ],
    },
    id,
  );
  await world.sync(store);
  await whole.plant(id, 'planted');

  const { status, headers, text } = await world.operator(`GET /v1/tenants/${id}/export`);
  expect({ status, type: headers.get('content-type') }).toEqual({
    status: 200,
    type: 'application/x-ndjson',
  });
  const lines = linesOf(text);
  expect(lines.pop()).toBeNull();
  const end = lines.pop();

  const counts: Record<string, number> = {};
  for (const { kind } of lines) counts[kind] = (counts[kind] ?? 0) + 1;
  expect(end).toEqual({ kind: 'end', counts });
  const found = await whole.search(id);
  for (const { kind, table } of EXPORTED_TABLES) {
    expect([kind, counts[kind]]).toEqual([kind, found[getTableName(table)]]);
  }
  const boots = lines.find(({ kind, item }) => kind === 'product' && item.title === 'Boots').item;
  const { body: shown } = await ask(`GET /v1/catalog/products/${boots.id}`);
  expect(boots).toMatchObject({ store_id: store.id, external_id: '1', price: '7.50', currency: shown.currency });
  expect(boots.variants).toMatchObject([{ id: shown.variants[0].id, price: '7.50' }]);
  expect(boots.first_seen_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(lines.find(({ kind }) => kind === 'rejected_product')).toBeDefined();

  for (const secret of ['"hash"', 'sealed_credentials', 'details_hash', neighbour.id, 'Neighbour'])
    expect(text).not.toContain(secret);
  const { rows } = await whole.query(
    `select actor_name from audit_logs where tenant_id = $1 and action = 'tenant_exported'`,
    [id],
  );
  expect(rows).toEqual([{ actor_name: 'operator' }]);
});

it('tells from where the tenant’s own keys came, and of operators not: as its audit log does', async () => {
  const { id, ask } = await world.tenant('Watched');
  const { store } = await world.wooCommerce({ products: 1 }, id);
  await ask(`PATCH /v1/stores/${store.id}`, { json: { name: 'By its key' } });
  const { rows } = await whole.query(
    `select actor_kind, address is not null as has_address from audit_logs where tenant_id = $1 order by at`,
    [id],
  );
  expect(rows).toEqual([
    { actor_kind: 'operator', has_address: true },
    { actor_kind: 'api_key', has_address: true },
  ]);

  const { text } = await world.operator(`GET /v1/tenants/${id}/export`);

  const exported = linesOf(text).flatMap((line) => (line?.kind === 'audit_log' ? line.item : []));
  const { items } = (await ask('GET /v1/audit-logs')).body;
  const byId = new Map(items.map((item: { id: string }) => [item.id, item]));
  expect(exported.map(({ actor_kind }) => actor_kind)).toEqual(['operator', 'api_key', 'operator']);
  for (const { id: entry, actor_kind, address, request_id } of exported) {
    expect(byId.get(entry)).toMatchObject({ address, request_id });
    expect([actor_kind, address === null]).toEqual([actor_kind, actor_kind === 'operator']);
  }
});

it('is the operator’s alone, of a tenant that is there and stays', async () => {
  const { id, ask } = await world.tenant('Mine');
  expect((await ask(`GET /v1/tenants/${id}/export`)).status).toBe(401);
  expect((await world.operator('GET /v1/tenants/00000000-0000-4000-8000-000000000000/export')).status).toBe(404);
  await whole.query('update tenants set deletion_asked_at = now() where id = $1', [id]);
  expect((await world.operator(`GET /v1/tenants/${id}/export`)).status).toBe(409);
});

it('reads a tenant of thousands of large rows lot by lot, packed where that is asked, and stops where the client does', async () => {
  const { id } = await world.tenant('Large');
  const { store } = await world.wooCommerce({ products: 1 }, id);
  await addProducts(world.database, { tenantId: id, storeId: store.id }, 3_000);
  await whole.query(`update products set description = repeat(md5(id::text), 500) where tenant_id = $1`, [id]);

  const stopped = await opened(id);
  await until('the first lots are there', () => stopped.bytes() > 0);
  stopped.pause();
  await until('nobody reads for it', async () => {
    const { rows } = await whole.query(
      `select from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
    );
    return rows.length === 0;
  });
  const packed = await opened(id, 'gzip');
  const lines = linesOf(gunzipSync(await packed.whole()).toString());
  expect(packed.bytes()).toBeLessThan(48_000_000);
  expect(lines.at(-2)).toMatchObject({ kind: 'end', counts: { product: 3_000, store: 1 } });
  expect(new Set(lines.flatMap((line) => (line?.kind === 'product' ? line.item.id : []))).size).toBe(3_000);
  // What the sockets and a lot or two hold of 48 MB.
  expect(stopped.bytes()).toBeLessThan(24_000_000);
  stopped.end();
});

/** By the plain client of HTTP, which can be told to stop reading. */
async function opened(tenantId: string, encoding = 'identity') {
  const headers = { 'x-operator-key': 'operator', 'accept-encoding': encoding };
  const chunks: Buffer[] = [];
  const asked = request(`${world.url}/v1/tenants/${tenantId}/export`, { headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject).end();
  });
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => {
    response.on('end', resolve);
  });
  return {
    bytes: () => chunks.reduce((sum, { length }) => sum + length, 0),
    pause: () => response.pause(),
    whole: async () => {
      await ended;
      return Buffer.concat(chunks);
    },
    end: () => asked.destroy(),
  };
}
