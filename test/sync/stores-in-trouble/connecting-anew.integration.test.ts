import { getStore } from '../../../src/stores/read-stores';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
let patient: SyncWorld;
beforeAll(async () => {
  [world, patient] = await Promise.all([
    startSyncWorld({ patience: { runRetryDelays: [10] } }),
    startSyncWorld({ patience: { runRetryDelays: [3_600_000] } }),
  ]);
});
afterAll(() => Promise.all([world.close(), patient.close()]));

const read = ({ database }: SyncWorld, store: Store) =>
  database.withTenant(store.tenantId, (sql) => getStore(sql, store.id));

describe('a key that worked, and is refused in a run', () => {
  it.each([
    ['was deleted', { consumerKey: 'ck_of_another' }, 'store_credentials_rejected', /does not know this consumer key/],
    ['has another secret', { consumerSecret: 'cs_of_another' }, 'store_credentials_rejected', /consumer secret is not/],
    ['may only write', { permissions: 'write' }, 'store_credentials_rejected', /may not read/],
    ['has a user who lost the right', { owner: 'customer' }, 'store_forbidden', /may not see products.*shop manager/],
  ] as const)('is told with its cause: it %s', async (_, key, type, words) => {
    const { shop, store } = await world.wooCommerce({ products: 5 });
    await world.sync(store);
    shop.faults.add({ answer: { key } });

    const run = await world.sync(store);

    expect(run).toMatchObject({ status: 'failed', attempt: 1, error: { type, message: expect.stringMatching(words) } });
    expect(await read(world, store)).toMatchObject({ status: 'needs_attention', statusDetail: run.error?.message });
    expect(await world.catalogue(store).active()).toHaveLength(5);
  });

  it('goes on as signed for the host to which the shop was moved, and keeps that', async () => {
    const { shop, store } = await world.wooCommerce({ products: 5 });
    await world.sync(store);
    shop.homeUrl = 'https://www.shop.example';

    expect(await world.sync(store)).toMatchObject({ status: 'completed', attempt: 1, products: { unchanged: 5 } });
    expect(await read(world, store)).toMatchObject({ status: 'active', identity: 'www.shop.example' });

    const before = shop.requestLog.length;
    expect(await world.sync(store)).toMatchObject({ status: 'completed' });
    expect(shop.requestLog.slice(before).filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('a shop that answers with pages in place of its REST API', () => {
  it.each(['?rest_route=', '/backend-api'])(
    'is read where it says that it moved it (%s), and stays active',
    async (root) => {
      const { shop, store } = await world.wooCommerce({ products: 5 });
      await world.sync(store);
      shop.faults.add({ answer: { restRoot: root } });

      expect(await world.sync(store)).toMatchObject({ status: 'completed', attempt: 2, products: { unchanged: 5 } });
      expect(await world.sync(store)).toMatchObject({ status: 'completed', attempt: 1, products: { unchanged: 5 } });
      expect(await read(world, store)).toMatchObject({ status: 'active' });
    },
  );

  it('needs attention once the last try of a full run found no shop there either', async () => {
    const { shop, store } = await world.wooCommerce({ products: 5 });
    await world.sync(store);
    shop.faults.add({ answer: { html: 404 } });

    expect(await world.sync(store, { dryRun: true })).toMatchObject({ error: { type: 'store_unreachable' } });
    expect(await read(world, store)).toMatchObject({ status: 'active' });

    const run = await world.sync(store);
    expect(run).toMatchObject({
      status: 'failed',
      attempt: 2,
      error: { type: 'store_not_found', message: expect.stringContaining('there is no WordPress REST API at') },
    });
    expect(await read(world, store)).toMatchObject({ status: 'needs_attention', statusDetail: run.error?.message });
    expect(await world.catalogue(store).active()).toHaveLength(5);
  });

  it('stays active while the run has tries left', async () => {
    const { shop, store } = await patient.wooCommerce({ products: 5 });
    shop.faults.add({ answer: { html: 404 } });
    const started = await patient.start(store);

    await patient.whenRun(store, started.runId, 'waits to try again', ({ phase }) => phase === 'waiting_to_retry');

    expect(await patient.run(store, started.runId)).toMatchObject({ error: { type: 'store_unreachable' } });
    expect(await read(patient, store)).toMatchObject({ status: 'active', statusDetail: null });
    await patient.client((each) => each.workflow.getHandle(started.workflowId).cancel());
    await patient.ended(store, started);
  });

  it('stays active where only the listing is answered so: connecting anew does not agree', async () => {
    const { shop, store } = await world.wooCommerce({ products: 5 });
    shop.faults.add({ path: 'per_page=100', answer: { html: 404 } });

    expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' } });
    expect(await read(world, store)).toMatchObject({ status: 'active', statusDetail: null });
  });
});
