import { expireAll } from '../../../src/maintenance/expire-all';
import { RETENTION_DAYS } from '../../../src/model/retention';
import { type ServedWorld, servedWorld, whenRun } from '../served-world';

let world: ServedWorld;
beforeAll(async () => {
  world = await servedWorld();
});
afterAll(() => world.close());

it('goes on telling what a refresh changed when that run and its pages are kept no longer', async () => {
  const { id: tenantId, ask } = await world.tenant();
  const { shop, store } = await world.wooCommerce({ products: 2 }, tenantId);
  const { body: full } = await ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: store.id } });
  await whenRun(ask, full.run_id, 'completed');
  const { body: listed } = await ask('GET /v1/catalog/products?limit=1');
  const [{ id, external_id: externalId }] = listed.items;
  shop.patch(externalId, { name: 'Renamed' });
  const refresh = await world.sync(store, { mode: 'refresh', externalIds: [externalId] });
  await world.database.withTenant(
    tenantId,
    (sql) => sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, state, run_id, handled_at)
      values (${tenantId}::uuid, ${store.id}::uuid, 'product.updated', ${[externalId]}::text[], 'product', 'changed', 'once',
              'refreshed', ${refresh.id}::uuid, now())`,
  );

  const days = { ...RETENTION_DAYS, sync_runs: 0, sync_pages: 1 };
  await world.database.withTenant(
    tenantId,
    (sql) => sql`
      update sync_runs set finished_at = now() - interval '2 days'
       where tenant_id = ${tenantId}::uuid and id = ${refresh.id}::uuid`,
  );
  expect(await expireAll(world.database, days, () => undefined)).toEqual({ sync_pages: 1, sync_runs: 1 });

  const renamed = { field: 'title', after: 'Renamed', run_id: refresh.id };
  const { body: history } = await ask(`GET /v1/catalog/products/${id}/history?field=title`);
  expect(history.items).toContainEqual(expect.objectContaining(renamed));
  const { body: changes } = await ask('GET /v1/catalog/changes');
  expect(changes.items).toContainEqual(expect.objectContaining(renamed));
  expect((await ask('GET /v1/webhook-events')).body.items).toMatchObject([{ run_id: refresh.id }]);
  const { body: explained } = await ask(`GET /v1/catalog/products/${id}/explain`);
  const told = explained.sentences.join('\n');
  expect(told).toContain(`in run ${refresh.id}`);
  expect(told).toContain(`of run ${full.run_id} (full, completed)`);
  expect(await ask(`GET /v1/sync-runs/${refresh.id}`)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('mode refresh') },
  });
});
