import { type ApiWorld, apiWorld } from './api-world';
import { insertStore } from './rows';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it('tells a run that was terminated in Temporal when it is looked at, and asks about no young one', async () => {
  const tenant = await world.tenant();
  await insertStore(world.database, tenant.id, { address: 'https://terminated.example' });
  const { body: started } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await world.temporal.ask((client) => client.workflow.getHandle(started.workflow_id).terminate('by hand'));

  expect((await tenant.ask(`GET /v1/sync-runs/${started.run_id}`)).body).toMatchObject({ status: 'queued' });

  await world.database.withTenant(
    tenant.id,
    (sql) => sql`update sync_runs set queued_at = now() - interval '2 minutes' where id = ${started.run_id}::uuid`,
  );
  expect((await tenant.ask(`GET /v1/sync-runs/${started.run_id}`)).body).toMatchObject({
    status: 'failed',
    finished_at: expect.any(String),
    error: { type: 'terminated', message: expect.stringContaining('What it had merged stays') },
  });
  const { body: logs } = await tenant.ask('GET /v1/webhook-logs');
  expect(logs.items).toMatchObject([{ event: 'product_sync', status: 'error', run_id: started.run_id }]);
});
