import type { WooShop } from '../../../simulators/woocommerce/shop';
import { readProduct } from '../../../src/catalog/reading/list-products';
import type { Store } from '../../../src/stores/store';
import { clearAttention } from '../../../src/stores/update-store';
import { decideApproval } from '../../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const LONG_AGO = '2026-01-05T08:00:00';

async function synced(count: number): Promise<{ shop: WooShop; store: Store }> {
  const products = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `Product ${index + 1}`,
    regular_price: '5.00',
    date_created_gmt: LONG_AGO,
    date_modified_gmt: LONG_AGO,
  }));
  const { shop, store } = await world.wooCommerce({ products });
  await world.sync(store);
  return { shop, store };
}

/** What somebody decided to keep is found gone again, and left as it is. */
const HELD_AND_KEPT = [{ type: 'deactivations_held' }, { type: 'rejected_by_operator' }];

const incremental = (store: Store) => world.sync(store, { mode: 'incremental' });

interface Wish {
  at: Date | null;
  why: string | null;
  isPutOff: boolean | null;
}

const wishOf = ({ tenantId, id }: Store): Promise<Wish | undefined> =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<Wish>`
      select full_wanted_at as at, full_wanted_why as why,
             full_wanted_at > now() + interval '30 minutes' as "isPutOff"
        from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return rows[0];
  });

const heldIn = async (store: Store, externalId: string) => {
  const { id = '' } = (await world.catalogue(store).product(externalId)) ?? {};
  const product = await world.database.withTenant(store.tenantId, (sql) => readProduct(sql, id));
  return product?.doubts.filter(({ type }) => type === 'held_by_brake').map(({ run_id }) => run_id);
};

function trashed(shop: WooShop, ...ids: string[]): void {
  for (const id of ids) shop.trash(id);
}

describe('what the brake held', () => {
  it('brings the full run forward, which asks somebody; nobody is asked again while that one waits, and its products keep their doubt', async () => {
    const { shop, store } = await synced(12);
    await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
    trashed(shop, '1', '2', '3', '4');

    const first = await incremental(store);

    expect(first).toMatchObject({ status: 'completed_with_errors', problems: [{ type: 'deactivations_held' }] });
    expect(await wishOf(store)).toMatchObject({ at: expect.any(Date), why: expect.stringContaining(first.id) });
    expect(await heldIn(store, '1')).toEqual([first.id]);

    const full = await world.sync(store);
    expect(full).toMatchObject({ status: 'awaiting_approval' });
    expect(await wishOf(store)).toMatchObject({ at: null, why: null });

    trashed(shop, '5', '6', '7');
    expect(await incremental(store)).toMatchObject({ problems: [{ type: 'deactivations_held' }] });
    expect(await wishOf(store)).toMatchObject({ at: null });
    expect(await heldIn(store, '1')).toEqual([full.id]);
  });

  it('is not asked about again for a day after somebody decided to keep it', async () => {
    const { shop, store } = await synced(12);
    await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
    trashed(shop, '1', '2', '3', '4');
    const { id } = await world.sync(store);
    const actor = { kind: 'api_key', id: 'key', name: 'Anna' };
    await decideApproval(world.temporal, id, 'reject', { actor });
    await world.whenRun(store, id, 'is over', ({ finished_at }) => finished_at !== null);

    trashed(shop, '5', '6', '7');
    const held = await incremental(store);
    expect(held).toMatchObject({ problems: HELD_AND_KEPT });
    expect(await wishOf(store)).toMatchObject({ at: null });
    expect(await heldIn(store, '5')).toEqual([held.id]);

    await world.database.withTenant(
      store.tenantId,
      (sql) => sql`update sync_runs set finished_at = now() - interval '25 hours' where id = ${id}::uuid`,
    );
    trashed(shop, '8');
    expect(await incremental(store)).toMatchObject({ problems: HELD_AND_KEPT });
    expect(await wishOf(store)).toMatchObject({ at: expect.any(Date) });
  });
});

describe('a change that looks like damage', () => {
  it('fails an incremental run, merges nothing of its page and brings the full run forward, once: a person accepts what that meets', async () => {
    const { shop, store } = await synced(60);
    for (let id = 1; id <= 55; id++) shop.patch(String(id), { regular_price: '0' });
    const before = await world.catalogue(store).products();

    const run = await incremental(store);

    expect(run).toMatchObject({ mode: 'incremental', status: 'failed', error: { type: 'suspicious_change' } });
    expect(await world.catalogue(store).products()).toEqual(before);
    expect(await wishOf(store)).toMatchObject({ at: expect.any(Date), why: expect.stringContaining(run.id) });

    expect(await world.sync(store)).toMatchObject({ mode: 'full', error: { type: 'suspicious_change' } });
    expect(await wishOf(store)).toMatchObject({ at: null, why: null });

    expect(await incremental(store)).toMatchObject({ status: 'failed', error: { type: 'suspicious_change' } });
    expect(await wishOf(store)).toMatchObject({ at: null });

    expect(await world.sync(store, { accepted: ['suspicious_change'] })).toMatchObject({ status: 'completed' });
    for (let id = 1; id <= 60; id++) shop.patch(String(id), { regular_price: '5.00' });
    expect(await incremental(store)).toMatchObject({ status: 'completed' });
    for (let id = 1; id <= 55; id++) shop.patch(String(id), { regular_price: '0' });
    expect(await incremental(store)).toMatchObject({ error: { type: 'suspicious_change' } });
    expect(await wishOf(store)).toMatchObject({ at: expect.any(Date) });
  });
});

describe('a full run that was wanted', () => {
  const want = ({ tenantId, id }: Store) =>
    world.database.withTenant(
      tenantId,
      (sql) => sql`
        update stores set full_wanted_why = 'Because', full_wanted_at = now()
         where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
    );

  it('is wanted still when it failed, and not at once', async () => {
    const { shop, store } = await synced(3);
    await want(store);
    shop.faults.add({ path: 'offset=', answer: { status: 500 } });

    expect(await world.sync(store)).toMatchObject({ status: 'failed' });

    expect(await wishOf(store)).toMatchObject({ why: 'Because', isPutOff: true });
    shop.faults.clear();
    expect(await incremental(store)).toMatchObject({ status: 'completed' });
    expect(await wishOf(store)).toMatchObject({ why: 'Because', isPutOff: true });
    expect(await world.sync(store)).toMatchObject({ status: 'completed' });
    expect(await wishOf(store)).toEqual({ at: null, why: null, isPutOff: null });
  });

  it('is wanted still when that was found out while one was under way, and no dry run will do', async () => {
    const { shop, store } = await synced(3);
    await want(store);
    expect(await world.sync(store, { dryRun: true })).toMatchObject({ status: 'completed' });
    expect(await wishOf(store)).toMatchObject({ why: 'Because' });

    shop.faults.add({ path: 'offset=0&', times: 1, answer: { delayMs: 1_500 } });
    const { workflowId, runId } = await world.start(store);
    await world.whenRun(store, runId, 'reads', ({ phase }) => phase === 'reading');
    await want(store);
    expect(await world.ended(store, { workflowId, runId })).toMatchObject({ status: 'completed' });
    expect(await wishOf(store)).toMatchObject({ why: 'Because', at: expect.any(Date) });
  });
});

it('an incremental run that the store answers makes it active again, and so does a look', async () => {
  const { store } = await synced(3);
  const mark = () =>
    world.database.withTenant(
      store.tenantId,
      (sql) =>
        sql`update stores set status = 'needs_attention', status_detail = 'Refused' where id = ${store.id}::uuid`,
    );
  const standing = () =>
    world.database.withTenant(store.tenantId, async (sql) => {
      const { rows } = await sql`select status, status_detail from stores where id = ${store.id}::uuid`;
      return rows[0];
    });
  await mark();
  expect(await incremental(store)).toMatchObject({ status: 'completed' });
  expect(await standing()).toEqual({ status: 'active', status_detail: null });

  await mark();
  await world.database.withTenant(store.tenantId, (sql) => clearAttention(sql, store.id));
  expect(await standing()).toEqual({ status: 'active', status_detail: null });
});
