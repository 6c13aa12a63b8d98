import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../local/servers/free-port';
import { serveApi } from '../../src/api/serve';
import { connectDatabase } from '../../src/database/database';
import { approveDeactivationId } from '../../src/model/workflow-ids';
import { createLogger } from '../../src/process/logger';
import { createSealer } from '../../src/stores/sealed-credentials';
import { testTemporal } from '../support/temporal';
import { asOwner, queryAs } from '../support/test-database';
import { type ApiWorld, apiWorld, OPERATOR_KEY, temporalAt } from './api-world';
import { asker } from './ask';
import { insertRun, insertStore } from './rows';

describe('without Temporal', () => {
  let world: ApiWorld;

  beforeAll(async () => {
    world = await apiWorld({ temporalAddress: `127.0.0.1:${await freePort()}` });
  });
  afterAll(() => world.close());

  it('starts nothing, says so, and goes on reading', async () => {
    const tenant = await world.tenant();
    const storeId = await insertStore(world.database, tenant.id);
    const waiting = await insertRun(world.database, { tenantId: tenant.id, storeId }, { status: 'awaiting_approval' });

    for (const request of [
      'POST /v1/catalog/sync/woocommerce',
      `POST /v1/sync-runs/${waiting}/approve`,
      `DELETE /v1/stores/${storeId}`,
    ]) {
      const { status, body, headers } = await tenant.ask(request);
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'temporal_unavailable' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }

    expect((await tenant.ask('GET /v1/sync-runs')).body.items).toHaveLength(1);
    const failed = { outcome: 'failed', metadata: { reason: 'temporal_unavailable' } };
    expect((await tenant.ask('GET /v1/audit-logs')).body.items).toMatchObject([
      { action: 'store_disconnected', ...failed },
      { action: 'deactivation_approved', ...failed },
      { action: 'woocommerce_sync_triggered', ...failed },
    ]);
    expect((await tenant.ask(`GET /v1/stores/${storeId}`)).body.status).toBe('active');
  });

  it('answers the operator’s requests with 503 as well', async () => {
    for (const request of ['POST /v1/sync-all', 'GET /v1/schedules', 'POST /v1/schedules/sync-all-shopify/trigger']) {
      expect((await world.operator(request)).body).toMatchObject({ status: 503, code: 'temporal_unavailable' });
    }
    const { items } = (await world.operator('GET /v1/audit-logs?limit=2')).body;
    expect(items).toMatchObject([
      { action: 'schedule_triggered', outcome: 'failed', metadata: { schedule_id: 'sync-all-shopify' } },
      { action: 'all_stores_sync_triggered', outcome: 'failed' },
    ]);
  });

  it('is up and not ready', async () => {
    expect((await world.ask('GET /healthz')).body).toEqual({ status: 'up' });
    const { status, body } = await world.ask('GET /readyz');
    expect({ status, ...body }).toMatchObject({ status: 503, database: 'up', temporal: 'away' });
  });
});

describe('with a Temporal that takes requests and never answers', () => {
  let silent: Server;
  let world: ApiWorld;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const port = await freePort();
    silent = createServer((socket) => sockets.push(socket)).listen(port, '127.0.0.1');
    world = await apiWorld({ temporalAddress: `127.0.0.1:${port}` });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await world.close();
  });

  it('gives up, and does not say that it was not done', async () => {
    const tenant = await world.tenant();
    await insertStore(world.database, tenant.id);

    const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

    expect(body).toMatchObject({ status: 503, code: 'temporal_unavailable' });
    const [entry] = (await tenant.ask('GET /v1/audit-logs')).body.items;
    expect(entry).toMatchObject({ action: 'woocommerce_sync_triggered', outcome: null, outcome_at: null });
  });
});

describe('without the database', () => {
  async function apiWithout(databaseUrl: string) {
    const database = connectDatabase(databaseUrl);
    const temporal = temporalAt(testTemporal().address);
    const api = await serveApi(
      {
        database,
        temporal,
        sealer: createSealer([Buffer.alloc(32)]),
        publicUrl: null,
        surroundings: { allowPrivateStores: false, storePorts: [443] },
        log: createLogger({ logLevel: 'silent', logFormat: 'json' }, []),
        operatorKey: OPERATOR_KEY,
      },
      { port: 0, host: '127.0.0.1' },
    );
    const close = async () => {
      await api.stop();
      await Promise.all([database.close(), temporal.close()]);
    };
    return { ask: asker(`http://127.0.0.1:${api.port}`), close };
  }

  it('is up, not ready, and answers 503 to who asks for rows', async () => {
    const api = await apiWithout(`postgresql://nobody@127.0.0.1:${await freePort()}/none`);
    try {
      expect((await api.ask('GET /healthz')).status).toBe(200);
      const ready = await api.ask('GET /readyz');
      expect(ready.body).toMatchObject({ status: 503, code: 'database_unavailable', database: 'away', temporal: 'up' });
      const headers = { 'x-tenant-id': randomUUID(), 'x-tenant-api-key': `cs_${'0'.repeat(12)}_${'a'.repeat(43)}` };
      const reply = await api.ask('GET /v1/stores', { headers });
      expect(reply.body).toMatchObject({ status: 503, code: 'database_unavailable' });
      expect(reply.headers.get('retry-after')).toBe('5');
      const operator = { 'x-operator-key': OPERATOR_KEY };
      expect((await api.ask('GET /v1/tenants', { headers: operator })).status).toBe(503);
      const health = await api.ask('GET /v1/health', { headers: operator });
      expect({ status: health.status, database: health.body.database }).toEqual({ status: 200, database: 'away' });
      const named = { 'x-operator-key': `cso_${'0'.repeat(12)}_${'a'.repeat(43)}` };
      expect((await api.ask('GET /v1/health', { headers: named })).status).toBe(503);
      expect((await api.ask('GET /v1/health', { headers: { 'x-operator-key': 'wrong' } })).status).toBe(401);
    } finally {
      await api.close();
    }
  });
});

describe('without a worker', () => {
  it('gives an approval up after a few seconds', async () => {
    const world = await apiWorld();
    try {
      const tenant = await world.tenant();
      const storeId = await insertStore(world.database, tenant.id);
      const run = await insertRun(world.database, { tenantId: tenant.id, storeId }, { status: 'awaiting_approval' });
      const { taskQueue } = world.temporal;
      await world.temporal.ask((client) =>
        client.workflow.start('ApproveDeactivationWorkflow', { workflowId: approveDeactivationId(run), taskQueue }),
      );

      const { body } = await tenant.ask(`POST /v1/sync-runs/${run}/approve`);

      expect(body).toMatchObject({ status: 503, code: 'temporal_unavailable' });
    } finally {
      await world.close();
    }
  });
});

describe('when the row cannot be written after the start', () => {
  it('answers 503, the repeated request finds the run, and the audit log tells whose outcome is not known', async () => {
    const world = await apiWorld();
    try {
      const tenant = await world.tenant();
      await insertStore(world.database, tenant.id);
      await queryAs(
        asOwner(world.databaseUrl),
        `create function refuse() returns trigger language plpgsql
         as $$ begin raise 'disk full' using errcode = '53100'; end $$;
         create trigger refuse before insert on audit_logs
         for each row when (new.outcome_of is not null) execute function refuse()`,
      );
      const failed = await tenant.ask('POST /v1/catalog/sync/woocommerce');
      expect(failed.body).toMatchObject({ status: 503, code: 'database_unavailable' });
      expect((await tenant.ask('GET /v1/sync-runs')).body.items).toEqual([]);
      await queryAs(asOwner(world.databaseUrl), 'drop trigger refuse on audit_logs');

      const repeated = await tenant.ask('POST /v1/catalog/sync/woocommerce');
      expect(repeated.body).toMatchObject({ status: 'accepted', already_running: true });
      expect((await tenant.ask(`GET /v1/sync-runs/${repeated.body.run_id}`)).body).toMatchObject({ trigger: 'api' });
      expect((await tenant.ask('GET /v1/audit-logs')).body.items).toMatchObject([
        { outcome: 'done', metadata: { task_id: repeated.body.run_id, already_running: true } },
        { outcome: null, metadata: { mode: 'full' } },
      ]);
    } finally {
      await world.close();
    }
  });
});

describe('when all is there', () => {
  it('is ready', async () => {
    const world = await apiWorld();
    try {
      const { body } = await world.ask('GET /readyz');
      expect(body).toEqual({ status: 'ready', database: 'up', temporal: 'up' });
    } finally {
      await world.close();
    }
  });
});
