import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { TenantSql } from '../../src/database/sql';
import { disconnectStore } from '../../src/stores/disconnect-store';
import { Freshness } from '../../src/stores/freshness/settings';
import { listActiveStores } from '../../src/stores/list-active-stores';
import { listStores } from '../../src/stores/list-stores';
import { patchStore } from '../../src/stores/patch-store';
import { pickStore } from '../../src/stores/pick-store';
import { getStore } from '../../src/stores/read-stores';
import { storeView } from '../../src/stores/store-view';
import { markNeedsAttention } from '../../src/stores/update-store';
import { patchTenant } from '../../src/tenants/patch-tenant';
import { asSuperuser, queryAs } from '../support/test-database';
import { type StoresWorld, storesWorld } from './stores-world';

let world: StoresWorld;

beforeAll(async () => {
  world = await storesWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(world.tenantId, work);

describe('connecting', () => {
  it('answers the store with what it told, active and with default settings', async () => {
    const store = await world.connected('a.myshopify.com');

    expect(storeView(store)).toEqual({
      id: store.id,
      platform: 'shopify',
      name: 'The Shop',
      shop_domain: 'a.myshopify.com',
      status: 'active',
      status_detail: null,
      currency: 'EUR',
      product_count: 12,
      set_aside_count: 0,
      listing_short: null,
      late: false,
      last_success_at: null,
      settings: {
        deactivation_brake: { count: 20, percent: 20 },
        bulk_above: { products: 10_000, variants: 50_000 },
        hint_storm: { ids: 1_000, percent: 25, at_least: 100 },
        suspicious_change: { products: 50, percent: 50 },
        freshness: Freshness.parse({}),
        webhooks: 'auto',
      },
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  it("keeps nothing when the store refuses the credentials, and answers the store's problem", async () => {
    expect(await world.connect('a.myshopify.com', 'bad token')).toMatchObject({ kind: 'credentials_rejected' });
    expect(await inTenant((sql) => listStores(sql, { limit: 10, after: null }))).toEqual({ items: [], next: null });
  });

  it('takes other spellings of an address for the same store, with the new credentials', async () => {
    const first = await world.connected('a.myshopify.com', 'good 1', { name: 'Mine' });
    const again = await world.connect('A.MyShopify.com', 'good 2');

    expect(again).toMatchObject({ kind: 'connected', created: false, store: { id: first.id, name: 'Mine' } });
    expect(again).toMatchObject({ store: { credentialsVersion: first.credentialsVersion + 1 } });
    expect(await world.open(first)).toMatchObject({ access: { credentials: { access_token: 'good 2' } } });
  });

  it('makes one store when it is asked twice at once', async () => {
    const both = await Promise.all([world.connect('a.myshopify.com'), world.connect('a.myshopify.com')]);

    expect(both.map((answer) => answer.kind === 'connected' && answer.created).sort()).toEqual([false, true]);
  });

  it('I9 lets two tenants connect the same store, each with a row of its own', async () => {
    const mine = await world.connected('a.myshopify.com', 'good mine');
    const theirs = await world.connected('a.myshopify.com', 'good theirs', { tenantId: world.otherTenantId });

    expect(theirs.id).not.toBe(mine.id);
    expect(await world.open(mine)).toMatchObject({ access: { credentials: { access_token: 'good mine' } } });
    expect(await world.open({ id: theirs.id, tenantId: world.tenantId })).toEqual({ kind: 'not_found' });
  });

  it('brings a store back that needed attention or was disconnected, with its settings', async () => {
    const store = await world.connected('a.myshopify.com');
    await inTenant((sql) => patchStore(sql, store.id, { settings: { deactivation_brake: { count: 5 } } }));

    await inTenant((sql) => markNeedsAttention(sql, { storeId: store.id, credentialsVersion: 1, detail: '401' }));
    expect(await world.connected('a.myshopify.com')).toMatchObject({ status: 'active', statusDetail: null });
    await inTenant((sql) => disconnectStore(sql, store.id));
    expect(await world.connected('a.myshopify.com')).toMatchObject({
      id: store.id,
      status: 'active',
      settings: {
        deactivation_brake: { count: 5, percent: 20 },
        bulk_above: { products: 10_000, variants: 50_000 },
        hint_storm: { ids: 1_000, percent: 25, at_least: 100 },
        suspicious_change: { products: 50, percent: 50 },
      },
    });
  });

  it('I8 leaves no credential readable in the database, in an answer or in an error', async () => {
    const store = await world.connected('a.myshopify.com', 'good-and-secret');
    const refused = await world.connect('b.myshopify.com', 'bad-and-secret');

    expect(JSON.stringify([storeView(store), store, refused])).not.toContain('and-secret');
    const client = new Client({ connectionString: asSuperuser(world.url) });
    await client.connect();
    try {
      const { rows } = await client.query('select to_jsonb(stores)::text as row, sealed_credentials from stores');
      expect(rows).toHaveLength(1);
      expect(rows[0].row).not.toContain('and-secret');
      expect(rows[0].sealed_credentials.includes('and-secret')).toBe(false);
    } finally {
      await client.end();
    }
  });
});

describe('changing', () => {
  it('changes only what is given, inside the settings too', async () => {
    const { id } = await world.connected('a.myshopify.com');
    const patch = (changes: Parameters<typeof patchStore>[2]) => inTenant((sql) => patchStore(sql, id, changes));

    await patch({ settings: { deactivation_brake: { count: 5 } } });
    await patch({ settings: { deactivation_brake: { percent: 50 } } });
    expect(await patch({ name: 'Renamed' })).toMatchObject({
      kind: 'patched',
      store: {
        name: 'Renamed',
        settings: {
          deactivation_brake: { count: 5, percent: 50 },
          bulk_above: { products: 10_000, variants: 50_000 },
          hint_storm: { ids: 1_000, percent: 25, at_least: 100 },
          suspicious_change: { products: 50, percent: 50 },
        },
      },
    });
    expect(await inTenant((sql) => patchStore(sql, randomUUID(), { name: 'x' }))).toEqual({ kind: 'not_found' });
  });

  it('destroys the credentials of a disconnected store and names the run that holds its fence', async () => {
    const { id } = await world.connected('a.myshopify.com');
    const currentRun = randomUUID();
    await inTenant(
      (sql) => sql`update stores set current_run = ${currentRun}::uuid where tenant_id = ${sql.tenantId}::uuid`,
    );

    expect(await inTenant((sql) => disconnectStore(sql, id))).toMatchObject({ status: 'disconnected', currentRun });

    const { rows } = await queryAs(asSuperuser(world.url), 'select sealed_credentials from stores');
    expect(rows).toEqual([{ sealed_credentials: null }]);
    expect(await world.open({ id, tenantId: world.tenantId })).toMatchObject({ kind: 'disconnected' });
    expect(await inTenant((sql) => listStores(sql, { limit: 10, after: null }))).toMatchObject({
      items: [{ id, status: 'disconnected' }],
    });
  });

  it('marks a store for attention only on the word about its present credentials', async () => {
    const { id } = await world.connected('a.myshopify.com');
    await world.connected('a.myshopify.com', 'good new');
    const mark = (credentialsVersion: number) =>
      inTenant((sql) => markNeedsAttention(sql, { storeId: id, credentialsVersion, detail: 'refused with 401' }));

    expect(await mark(1)).toBe(false);
    expect(await inTenant((sql) => getStore(sql, id))).toMatchObject({ status: 'active' });
    expect(await mark(2)).toBe(true);
    expect(await inTenant((sql) => getStore(sql, id))).toMatchObject({
      status: 'needs_attention',
      statusDetail: 'refused with 401',
    });
  });
});

describe('finding', () => {
  const pick = (storeId?: string) => inTenant((sql) => pickStore(sql, 'shopify', storeId));

  it("picks the tenant's only connected store of the platform, or asks which", async () => {
    expect(await pick()).toEqual({ kind: 'not_configured' });

    const a = await world.connected('a.myshopify.com');
    expect(await pick()).toMatchObject({ kind: 'store', store: { id: a.id } });
    expect(await inTenant((sql) => pickStore(sql, 'woocommerce'))).toEqual({ kind: 'not_configured' });

    const b = await world.connected('b.myshopify.com');
    expect(await pick()).toEqual({ kind: 'store_id_required' });
    expect(await pick(b.id)).toMatchObject({ kind: 'store', store: { id: b.id } });

    await inTenant((sql) => disconnectStore(sql, b.id));
    expect(await pick()).toMatchObject({ kind: 'store', store: { id: a.id } });
    expect(await pick(b.id)).toMatchObject({ kind: 'disconnected', store: { id: b.id } });

    await inTenant((sql) => disconnectStore(sql, a.id));
    expect(await pick()).toEqual({ kind: 'not_configured' });
  });

  it("I9 finds no store of another tenant, and none of another platform under a platform's path", async () => {
    const mine = await world.connected('a.myshopify.com');
    const theirs = await world.connected('a.myshopify.com', 'good', { tenantId: world.otherTenantId });

    expect(await pick(theirs.id)).toEqual({ kind: 'not_found' });
    expect(await inTenant((sql) => getStore(sql, theirs.id))).toBeNull();
    expect(await inTenant((sql) => patchStore(sql, theirs.id, { name: 'mine' }))).toEqual({ kind: 'not_found' });
    expect(await inTenant((sql) => disconnectStore(sql, theirs.id))).toBeNull();
    expect(await inTenant((sql) => pickStore(sql, 'woocommerce', mine.id))).toEqual({ kind: 'not_found' });
  });

  it('lists the stores of a tenant newest first, a page at a time', async () => {
    for (const shop of ['a', 'b', 'c']) await world.connected(`${shop}.myshopify.com`);
    await world.connected('d.myshopify.com', 'good', { tenantId: world.otherTenantId });

    const first = await inTenant((sql) => listStores(sql, { limit: 2, after: null }));
    const second = await inTenant((sql) => listStores(sql, { limit: 2, after: first.next }));

    expect([...first.items, ...second.items].map((store) => store.address)).toEqual([
      'c.myshopify.com',
      'b.myshopify.com',
      'a.myshopify.com',
    ]);
    expect(second.next).toBeNull();
  });

  it('lists for a sweep every connected store of the active tenants, with its status, in pieces', async () => {
    const a = await world.connected('a.myshopify.com');
    const b = await world.connected('b.myshopify.com');
    const gone = await world.connected('gone.myshopify.com');
    const c = await world.connected('c.myshopify.com', 'good', { tenantId: world.otherTenantId });
    await inTenant((sql) => disconnectStore(sql, gone.id));
    await inTenant((sql) => markNeedsAttention(sql, { storeId: b.id, credentialsVersion: 1, detail: '401' }));
    const sweep = (platform: 'shopify' | 'woocommerce' | null, after: string | null, limit: number) =>
      world.database.withSystem((sql) => listActiveStores(sql, { platform, trigger: 'api', after, limit }));

    const all = await sweep('shopify', null, 10);
    expect(all.map(({ id, tenantId, status }) => ({ id, tenantId, status }))).toEqual(
      [
        { id: a.id, tenantId: world.tenantId, status: 'active' },
        { id: b.id, tenantId: world.tenantId, status: 'needs_attention' },
        { id: c.id, tenantId: world.otherTenantId, status: 'active' },
      ].sort((one, other) => (one.id < other.id ? -1 : 1)),
    );
    const piece = await sweep(null, null, 2);
    expect([...piece, ...(await sweep(null, piece[1]?.id ?? null, 2))]).toEqual(all);
    expect(await sweep('woocommerce', null, 10)).toEqual([]);

    await world.database.withSystem((sql) => patchTenant(sql, world.otherTenantId, { isActive: false }));
    expect((await sweep(null, null, 10)).map((store) => store.id)).not.toContain(c.id);
  });
});
