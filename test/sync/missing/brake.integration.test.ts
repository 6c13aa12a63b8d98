import type { WooShop } from '../../../simulators/woocommerce/shop';
import { approveDeactivationId } from '../../../src/model/workflow-ids';
import { claimWaitingRun } from '../../../src/runs/approval';
import type { Store } from '../../../src/stores/store';
import { decideApproval } from '../../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const IDS = Array.from({ length: 12 }, (_, index) => String(101 + index));

/** A synced store of 12 products with a brake that holds more than 2 and more than 10 %. */
async function braked(): Promise<{ shop: WooShop; store: Store }> {
  const products = IDS.map((id) => ({ id, name: `Product ${id}`, regular_price: '5.00' }));
  const { shop, store } = await world.wooCommerce({ products });
  await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
  await world.sync(store);
  return { shop, store };
}

/** The same with a run that waits for approval of what it found gone. */
async function held(gone: number): Promise<{ shop: WooShop; store: Store; runId: string }> {
  const { shop, store } = await braked();
  for (const id of IDS.slice(0, gone)) shop.remove(id);
  const run = await world.sync(store);
  expect(run).toMatchObject({ status: 'awaiting_approval', products: { missing: gone, deactivated: 0 } });
  expect(await world.catalogue(store).active()).toEqual(IDS);
  return { shop, store, runId: run.id };
}

/** The same decision of the same person, sent again, is one decision. */
const decide = (runId: string, verdict: 'approve' | 'reject', { externalIds, by = 'Anna' }: Choice = {}) =>
  decideApproval(world.temporal, runId, verdict, {
    actor: { kind: 'api_key', id: 'key', name: by },
    ...(externalIds ? { externalIds } : {}),
  });

interface Choice {
  externalIds?: string[];
  by?: string;
}

const over = (store: Store, runId: string) =>
  world.whenRun(store, runId, 'is over', ({ finished_at }) => finished_at !== null);

it('lets as many go as the store’s settings say, and holds one more', async () => {
  const { shop, store } = await braked();
  for (const id of IDS.slice(0, 2)) shop.remove(id);
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 2 } });

  for (const id of IDS.slice(2, 5)) shop.remove(id);
  expect(await world.sync(store)).toMatchObject({ status: 'awaiting_approval', products: { deactivated: 0 } });
});

it('holds nothing while the share of the store’s products is not exceeded', async () => {
  const { shop, store } = await braked();
  await world.configure(store, { deactivation_brake: { percent: 50 } });
  for (const id of IDS.slice(0, 6)) shop.remove(id);

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 6 } });
});

it('I1 deactivates all that are gone once somebody approves', async () => {
  const { store, runId } = await held(5);

  expect(await decide(runId, 'approve')).toMatchObject({ kind: 'accepted' });

  expect(await over(store, runId)).toMatchObject({ status: 'completed', products: { missing: 5, deactivated: 5 } });
  expect(await world.catalogue(store).active()).toEqual(IDS.slice(5));
  expect(await world.catalogue(store).product('101')).toMatchObject({
    deactivation: { run_id: runId, evidence: { kind: 'not_found', source: 'confirmation' } },
  });
});

it('leaves a run that is carried out by its approval alone when the store is synced meanwhile', async () => {
  const { shop, store, runId } = await held(5);
  shop.faults.add({ path: '/products/101', times: 1, answer: { delayMs: 4_000 } });
  await decide(runId, 'approve');
  await world.whenRun(store, runId, 'is asked about', () => shop.requestLog.some(({ path }) => path.includes('/101?')));

  await world.sync(store);

  expect(await over(store, runId)).toMatchObject({ status: 'completed', error: null, products: { deactivated: 5 } });
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql<{ status: string }>`select status from webhook_logs where run_id = ${runId}::uuid`,
  );
  expect(rows).toEqual([{ status: 'success' }]);
});

it('deactivates only the approved ones, and says that the others were kept', async () => {
  const { store, runId } = await held(5);

  await decide(runId, 'approve', { externalIds: ['101', '103'] });

  expect(await over(store, runId)).toMatchObject({ status: 'completed_with_errors', products: { deactivated: 2 } });
  expect(await world.catalogue(store).active()).toEqual(IDS.filter((id) => id !== '101' && id !== '103'));
  expect((await world.catalogue(store).missing(runId)).get('102')?.state).toBe('kept');
});

it('deactivates nothing when somebody rejects', async () => {
  const { store, runId } = await held(5);

  await decide(runId, 'reject');

  expect(await over(store, runId)).toMatchObject({
    status: 'completed_with_errors',
    error: null,
    products: { deactivated: 0 },
  });
  expect(await world.catalogue(store).active()).toEqual(IDS);
});

it('takes one of two decisions that race', async () => {
  const { store, runId } = await held(4);

  const outcomes = await Promise.all([
    decide(runId, 'approve'),
    decide(runId, 'reject'),
    decide(runId, 'approve', { by: 'Ben' }),
  ]);

  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused', 'refused']);
  const { status } = await over(store, runId);
  const isApproved = outcomes[1]?.kind === 'refused';
  expect(status).toBe(isApproved ? 'completed' : 'completed_with_errors');
  expect(await world.catalogue(store).active()).toEqual(isApproved ? IDS.slice(4) : IDS);
  expect(await decide(runId, 'approve', { by: 'Cleo' })).toMatchObject({ kind: 'refused' });
});

it('I4 a claim that is made again after a crash is the same claim', async () => {
  const { store, runId } = await held(4);
  const claim = () =>
    world.database.withTenant(store.tenantId, (sql) => claimWaitingRun(sql, { runId, externalIds: null }));
  expect(await claim()).toBe(true);

  expect(await decide(runId, 'approve')).toMatchObject({ kind: 'accepted' });

  expect(await over(store, runId)).toMatchObject({ status: 'completed', products: { deactivated: 4 } });
  expect(await claim()).toBe(false);
});

it('I1 keeps products that came back before the approval', async () => {
  const { shop, store, runId } = await held(4);
  shop.put({ id: '102', name: 'Back again', regular_price: '5.00' });

  await decide(runId, 'approve');

  expect(await over(store, runId)).toMatchObject({ status: 'completed', products: { deactivated: 3 } });
  expect(await world.catalogue(store).active()).toEqual(['102', ...IDS.slice(4)]);
  expect((await world.catalogue(store).missing(runId)).get('102')?.state).toBe('alive');
});

it('does not hold up the store’s next syncs, and a later run that is held too takes the place of the first', async () => {
  const { shop, store, runId } = await held(4);
  for (const id of IDS.slice(0, 4)) shop.put({ id, name: `Product ${id}`, regular_price: '5.00' });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 12, missing: 0 } });
  expect(await world.run(store, runId)).toMatchObject({ status: 'awaiting_approval' });

  for (const id of IDS.slice(0, 6)) shop.remove(id);
  const later = await world.sync(store);

  expect(later).toMatchObject({ status: 'awaiting_approval', products: { missing: 6 } });
  expect(await over(store, runId)).toMatchObject({
    status: 'completed_with_errors',
    error: { type: 'superseded' },
    products: { deactivated: 0 },
  });
  expect(await decide(runId, 'approve')).toMatchObject({ kind: 'refused' });
  await world.client((client) => client.workflow.getHandle(approveDeactivationId(runId)).result());

  await decide(later.id, 'approve');
  expect(await over(store, later.id)).toMatchObject({ status: 'completed', products: { deactivated: 6 } });
});
