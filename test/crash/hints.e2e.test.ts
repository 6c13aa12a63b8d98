import type { WooShop } from '../../simulators/woocommerce/shop';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import type { FaultPoint } from '../../src/process/fault-points';
import { createSealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { age, lookAfterHints } from '../hints/holds/look';
import { inboxOf } from '../hints/inbox';
import { type ApiProcess, startApiProcess } from '../support/api-process';
import { useOwnNamespace } from '../support/own-namespace';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import { expectHintsRight, tellingStore } from './hints-right';

let world: SyncWorld;
const programs: (ApiProcess | WorkerProcess)[] = [];

beforeAll(() => useOwnNamespace());
beforeEach(async () => {
  world = await startSyncWorld({ taskQueue: TASK_QUEUE });
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((each) => ('kill' in each ? each.kill() : each.end('SIGKILL'))));
  await world.close();
});

async function startApi(fault?: 'delivery-stored:kill'): Promise<ApiProcess> {
  const api = await startApiProcess(world, fault);
  programs.push(api);
  return api;
}

/** Has the shop deliver to whichever API there is. */
async function delivering(shop: WooShop, { tenantId, id }: Store) {
  const sealer = createSealer([Buffer.from(world.workerEnvironment.CREDENTIALS_KEY ?? '', 'base64')]);
  const made = await world.database.withTenant(tenantId, (sql) => rotateSecret(sql, sealer, id));
  const urlAt = ({ url }: ApiProcess) => `${url}/webhooks/woocommerce/${id}`;
  const secret = made?.secret ?? '';
  return {
    registerAt: (api: ApiProcess) => shop.webhooks.add({ topic: 'product.updated', deliveryUrl: urlAt(api), secret }),
    /** Of the latest delivery. */
    async statusOfDelivery() {
      await shop.webhooks.runQueue();
      return shop.webhooks.deliveries.at(-1)?.status;
    },
    urlAt,
  };
}

const inboxRows = ({ tenantId, id }: Store) =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ id: string; state: string; claimed_by: string | null; held_by: string | null }>`
      select id, state, claimed_by, held_by from webhook_events where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
    return rows;
  });

const stretchesOf = ({ tenantId, id }: Store) =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ status: string; logs: number }>`
      select run.status, count(log.id)::int as logs
        from sync_runs run
        left join webhook_logs log on log.tenant_id = run.tenant_id and log.run_id = run.id
       where run.tenant_id = ${tenantId}::uuid and run.store_id = ${id}::uuid and run.mode = 'refresh'
       group by run.id, run.status`;
    return rows;
  });

/** The API dies with a delivery that is stored: the store got no answer, and nobody was rung for. */
async function oneThatDies() {
  const { shop, store, ids } = await tellingStore(world);
  const deliveries = await delivering(shop, store);
  const dying = await startApi('delivery-stored:kill');
  const webhook = await deliveries.registerAt(dying);
  const [id = ''] = ids;
  shop.patch(id, { name: 'Renamed' });
  expect(await deliveries.statusOfDelivery()).toBeNull();
  expect(await dying.ended()).toBe('SIGKILL');
  expect(await inboxRows(store)).toEqual([expect.objectContaining({ state: 'pending', claimed_by: null })]);
  return { shop, store, id, webhook, deliveries };
}

it(
  'I4 loses no hint with an API that is killed before it answers and rings, though the store never sends it again',
  async () => {
    const { shop, store } = await oneThatDies();
    await age(world, store, 60);

    expect(await lookAfterHints(world)).toMatchObject({ stores: 1, rung: 1, left: 0 });

    await expectHintsRight(world, { shop, store });
  },
  patient(120_000),
);

it(
  'I4 has one row of what the store sends again to an API that was killed before it answered',
  async () => {
    const { shop, store, id, webhook, deliveries } = await oneThatDies();
    const api = await startApi();
    await shop.webhooks.change(webhook, { deliveryUrl: deliveries.urlAt(api) });
    shop.webhooks.fire('product.updated', BigInt(id));

    expect(await deliveries.statusOfDelivery()).toBe(200);

    await expectHintsRight(world, { shop, store });
    expect(await inboxRows(store)).toHaveLength(1);
  },
  patient(120_000),
);

it(
  'I4 loses no hint of a storm with a worker that is killed before it starts the run that the storm is left to',
  async () => {
    const { shop, store, ids } = await tellingStore(world);
    await world.configure(store, { hint_storm: { ids: 5, percent: 10, at_least: 5 } });
    const inbox = inboxOf(world);
    await world.stopWorker();
    const told = ids.slice(0, 10);
    for (const id of told) {
      shop.patch(id, { name: 'Renamed' });
      await inbox.put(store, [id]);
    }
    await inbox.ring(store);
    const dying = startWorkerProcess(world, 'hints-held:kill');
    programs.push(dying);
    await dying.ended();
    expect(await inboxRows(store)).toEqual(told.map(() => expect.objectContaining({ held_by: 'storm' })));

    await world.startWorker();
    const workflowId = inbox.workflowId(store);
    await until('the stretch to end', async () => (await world.describe(workflowId)).closeTime !== undefined);
    expect((await inboxRows(store)).every(({ state }) => state === 'pending')).toBe(true);
    await age(world, store, 60);
    expect(await lookAfterHints(world)).toMatchObject({ stores: 1, released: 1, rung: 1 });

    await expectHintsRight(world, { shop, store });
  },
  patient(120_000),
);

/** In the order in which a stretch of refreshing comes to them; how many of its two hints are open at each. */
const POINTS = [
  { point: 'hints-claimed', open: 2 },
  { point: 'hints-merged', open: 2 },
  { point: 'missing-confirmed', open: 1 },
  { point: 'run-closed', open: 0 },
] as const satisfies { point: FaultPoint; open: number }[];

it(
  `I4 loses no hint with workers that are killed one after the other at ${POINTS.map(({ point }) => point).join(', ')}`,
  async () => {
    const { shop, store, ids } = await tellingStore(world);
    const inbox = inboxOf(world);
    const [edited = '', gone = ''] = ids;
    await world.stopWorker();
    shop.patch(edited, { name: 'Renamed' });
    shop.remove(gone);
    await inbox.put(store, [edited]);
    await inbox.put(store, [gone], { news: 'gone' });
    await inbox.ring(store); // and nobody is there to start what it rings for

    for (const { point, open } of POINTS) {
      const dying = startWorkerProcess(world, `${point}:kill`);
      programs.push(dying);
      await dying.ended();
      const left = (await inboxRows(store)).filter(({ state }) => state === 'pending');
      expect({ point, open: left.length }).toEqual({ point, open });
    }
    await world.startWorker();

    await expectHintsRight(world, { shop, store });
    await world.client((client) => client.workflow.getHandle(inbox.workflowId(store)).result());
    expect(await stretchesOf(store)).toEqual([{ status: 'completed', logs: 1 }]);
    const { rows } = await world.database.withTenant(
      store.tenantId,
      (sql) => sql`
        select change.kind, product.external_id
          from product_changes change
          join products product on product.tenant_id = change.tenant_id and product.id = change.product_id
          join sync_runs run on run.tenant_id = change.tenant_id and run.id = change.run_id
         where change.tenant_id = ${store.tenantId}::uuid and run.mode = 'refresh'
           and change.kind in ('updated', 'deactivated') and product.is_active = (change.kind = 'updated')
         order by change.seq`,
    );
    expect(rows).toEqual([
      { kind: 'updated', external_id: edited },
      { kind: 'deactivated', external_id: gone },
    ]);
  },
  patient(300_000),
);
