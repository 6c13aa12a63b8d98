import { createServer, type Socket } from 'node:net';
import { freePort } from '../../local/servers/free-port';
import { type ApiWorld, apiWorld } from './api-world';
import { insertRun, insertStore } from './rows';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it.each(['tenant', 'operator'])(
  'tells the %s a run that was terminated in Temporal, and asks about no young one',
  async (who) => {
    const tenant = await world.tenant();
    const reader = who === 'tenant' ? tenant.ask : world.operator;
    await insertStore(world.database, tenant.id, { address: 'https://terminated.example' });
    const { body: started } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
    await world.temporal.ask((client) => client.workflow.getHandle(started.workflow_id).terminate('by hand'));

    expect((await reader(`GET /v1/sync-runs/${started.run_id}`)).body).toMatchObject({ status: 'queued' });

    await world.database.withTenant(
      tenant.id,
      (sql) => sql`update sync_runs set queued_at = now() - interval '2 minutes' where id = ${started.run_id}::uuid`,
    );
    expect((await reader(`GET /v1/sync-runs/${started.run_id}`)).body).toMatchObject({
      status: 'failed',
      finished_at: expect.any(String),
      error: { type: 'terminated', message: expect.stringContaining('What it had merged stays') },
    });
    const { body: logs } = await tenant.ask('GET /v1/webhook-logs');
    expect(logs.items).toMatchObject([{ event: 'product_sync', status: 'error', run_id: started.run_id }]);
  },
);

it('asks nothing about a run that merged a page within the last minute', async () => {
  const tenant = await world.tenant();
  const storeId = await insertStore(world.database, tenant.id);
  const of = { tenantId: tenant.id, storeId };
  const id = await insertRun(world.database, of, { status: 'running', phase: 'reading', queued: 600 });
  const mergedAgo = (seconds: number) =>
    world.database.withTenant(tenant.id, async (sql) => {
      await sql`delete from sync_pages where run_id = ${id}::uuid`;
      await sql`
        insert into sync_pages (
          tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids, created, updated,
          unchanged, reactivated, deactivated, rejected, variants_seen, variants_created, variants_updated,
          variants_removed, requests, throttled_ms, merged_at)
        values (${tenant.id}::uuid, ${id}::uuid, gen_random_uuid(), 0, ${storeId}::uuid, 1, '{1}', '{}', 1, 0, 0, 0, 0,
                0, 1, 0, 0, 0, 1, 0, now() - make_interval(secs => ${seconds}::int))`;
    });

  await mergedAgo(30);
  expect((await tenant.ask(`GET /v1/sync-runs/${id}`)).body).toMatchObject({ status: 'running' });

  await mergedAgo(90);
  expect((await tenant.ask(`GET /v1/sync-runs/${id}`)).body).toMatchObject({ error: { type: 'terminated' } });
});

it('answers the row within about a second when Temporal takes the question and never answers', async () => {
  const sockets: Socket[] = [];
  const port = await freePort();
  const silent = createServer((socket) => sockets.push(socket)).listen(port, '127.0.0.1');
  const deaf = await apiWorld({ temporalAddress: `127.0.0.1:${port}` });
  try {
    const tenant = await deaf.tenant();
    const storeId = await insertStore(deaf.database, tenant.id);
    const of = { tenantId: tenant.id, storeId };
    const id = await insertRun(deaf.database, of, { status: 'running', phase: 'reading', queued: 600 });
    const startedAt = performance.now();

    expect((await tenant.ask(`GET /v1/sync-runs/${id}`)).body).toMatchObject({ status: 'running', error: null });

    expect(performance.now() - startedAt).toBeLessThan(2_500);
  } finally {
    await deaf.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});
