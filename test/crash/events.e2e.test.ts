import type { EventType } from '../../src/model/events/event';
import { listDeliveries } from '../../src/outgoing/deliveries/list-deliveries';
import { createEndpoint } from '../../src/outgoing/endpoints/keep-endpoint';
import type { Fault } from '../../src/process/fault-points';
import { createSealer } from '../../src/stores/sealed-credentials';
import { type Receiver, startReceiver } from '../outgoing/receiver';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';

let world: SyncWorld;
let receiver: Receiver;
const workers: WorkerProcess[] = [];
beforeEach(async () => {
  world = await startSyncWorld({ deliveries: true, withoutWorker: true });
  receiver = await startReceiver();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((each) => each.end('SIGKILL')));
  receiver.close();
  await world.close();
});

/** A sync whose worker dies at the point, and that another worker goes on for. Answers what came, by event. */
async function toldThrough(fault: Fault, events: EventType[]): Promise<Map<string, number>> {
  const sealer = createSealer([Buffer.from(world.workerEnvironment.CREDENTIALS_KEY ?? '', 'base64')]);
  const made = await world.database.withTenant(world.tenantId, (sql) =>
    createEndpoint(sql, sealer, {
      url: receiver.url,
      events,
      description: null,
    }),
  );
  const { store } = await world.wooCommerce({ products: 3 });
  const dying = startWorkerProcess(world, fault);
  workers.push(dying);
  const started = await world.start(store);
  const ended = dying.ended();
  // The process of the test commits nothing that is told: a dying worker's own bell may be lost, as here.
  const bell = async () => {
    await until('something to tell', async () => (await pending(made?.endpoint.id ?? '')) > 0);
    await world.database.withTenant(world.tenantId, async (sql) => {
      sql.news.push({ tenantId: sql.tenantId, endpointId: made?.endpoint.id ?? '', afterMs: 0 });
    });
  };
  await bell();
  await ended;
  workers.push(startWorkerProcess(world));
  expect(await world.ended(store, started)).toMatchObject({ status: 'completed' });
  await bell().catch(() => undefined);
  await until('all is told', async () => (await pending(made?.endpoint.id ?? '')) === 0);
  const came = new Map<string, number>();
  for (const { id } of receiver.received) came.set(id, (came.get(id) ?? 0) + 1);
  const { items } = await world.database.withTenant(world.tenantId, (sql) =>
    listDeliveries(sql, { endpointId: made?.endpoint.id ?? '', limit: 100, after: null }),
  );
  expect([...came.keys()].sort()).toEqual(items.map(({ event_id }) => event_id).sort());
  expect(receiver.received.map(({ type }) => type)).toEqual(expect.arrayContaining(events));
  return came;
}

const pending = async (endpointId: string) => {
  const { items } = await world.database.withTenant(world.tenantId, (sql) =>
    listDeliveries(sql, { endpointId, state: 'pending', limit: 100, after: null }),
  );
  return items.length;
};

it('I4 an event that was sent and not noted is sent once more under its id, and none is lost', async () => {
  const came = await toldThrough('event-sent:kill', ['sync.completed', 'catalog.changed']);
  expect([...came.values()].some((times) => times === 2)).toBe(true);
});

it('I4 an event that was noted is not sent again though its worker died, and none is lost', async () => {
  // One alone: others that the worker had in hand with it were sent and not noted.
  const came = await toldThrough('event-noted:kill', ['sync.completed']);
  expect([...came.values()].every((times) => times === 1)).toBe(true);
});
