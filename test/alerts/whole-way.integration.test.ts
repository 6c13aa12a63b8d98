import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { asActivity } from '../../src/activities/as-activity';
import { deliverAlerts } from '../../src/activities/deliveries/deliver-alerts';
import { makeChannel } from '../../src/alerts/channels/keep-channel';
import { ofOwner } from '../../src/alerts/channels/owned';
import { createSealer } from '../../src/stores/sealed-credentials';
import { withDeliveriesWorker } from '../replay/deliveries-worker';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { type Receiver, startReceiver } from './receiver';

let world: SyncWorld;
let slack: Receiver;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [] } });
  slack = await startReceiver();
});
afterAll(async () => {
  await world.close();
  await slack.close();
});

const look = () =>
  world.client((client) =>
    client.workflow.execute('LookAfterAlertsWorkflow', {
      workflowId: `look-after-alerts-${randomUUID()}`,
      taskQueue: world.taskQueue,
    }),
  );

it('tells by workflows that a store cannot be synced, and that it is synced again', async () => {
  const { database, workerEnvironment, tenantId } = world;
  const sealer = createSealer([Buffer.from(workerEnvironment.CREDENTIALS_KEY ?? '', 'base64')]);
  const given = { kind: 'slack', address: slack.url, kinds: null, quietHours: null, timeZone: 'UTC' } as const;
  for (const owner of [tenantId, null]) await ofOwner(database, owner, (sql) => makeChannel(sql, sealer, owner, given));
  const surroundings = { allowPrivateStores: true, storePorts: [443] };
  const logger = pino({ level: 'silent' });
  const deliver = deliverAlerts(
    { database, sealer, surroundings, publicUrl: null, logger },
    { mailer: null, temporalUi: null },
  );
  const told = () => slack.got.map(({ body }) => JSON.parse(body).text.split('\n')[0]).sort();

  await withDeliveriesWorker(world, { deliverAlerts: asActivity('deliverAlerts', deliver, logger) }, async () => {
    const { shop, store } = await world.wooCommerce({ products: [{ id: '1', name: 'P', price: '1' }] });
    shop.faults.add({ path: '/products', answer: { html: 500 } });
    await world.sync(store);
    const looked = await look();
    const { rows } = await database.withTenant(tenantId, (sql) => sql`select kind, facts from alerts`);
    expect({ ...looked, rows }).toMatchObject({ opened: 1, told: 2, rows: [{ kind: 'run_failed' }] });
    await until('both channels were told', async () => slack.got.length === 2);
    expect(told()).toEqual(['*1 store cannot be synced*', '*1 store cannot be synced*']);

    shop.faults.clear();
    await world.sync(store);
    expect(await look()).toMatchObject({ solved: 1, told: 2 });
    await until('both channels were told again', async () => slack.got.length === 4);
    expect(told().slice(2)).toEqual(['*Solved: 1 store is synced again*', '*Solved: 1 store is synced again*']);
  });
});
