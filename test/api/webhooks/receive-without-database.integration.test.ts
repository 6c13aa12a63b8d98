import { type DatabaseFaults, databaseFaults } from '../../support/database-faults';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type DeliveringStore, deliver, eventsOf, wooStore } from './delivering';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
const update = (text: string, ...values: unknown[]) =>
  world.database.withTenant(tenant.id, (sql) =>
    sql(Object.assign(text.split('?'), { raw: text.split('?') }), ...values),
  );

let second: ApiWorld;
let faults: DatabaseFaults;
beforeAll(async () => {
  faults = await databaseFaults(world.databaseUrl);
});
beforeEach(async () => {
  second = await apiWorld({ databaseUrl: world.databaseUrl });
});
afterEach(() => faults.clear());
afterAll(async () => {
  await faults.close(); // its connection would be ended with the world's database
  await world.close();
});

it.each(['terminated', '53300'])('answers 503 (%s), keeps nothing, and has the store looked at soon', async (code) => {
  const other = await wooStore(second, tenant.id);
  await putOff(other);
  await faults.strike({ on: 'insert', table: 'webhook_events', code, times: 1 });
  expect((await deliver(second.url, other, '{"id":1}')).status).toBe(503);
  expect(await eventsOf(world, other)).toEqual([]);
  expect((await deliver(second.url, other, '{"id":1}')).status).toBe(200);
  expect(await eventsOf(world, other)).toHaveLength(1);

  await second.close();
  expect(await isDueSoon(other)).toEqual({ look: true, incremental: true });
});

it('has a store looked at soon that could not even be found', async () => {
  const other = await wooStore(second, tenant.id);
  await putOff(other);
  await faults.refuseConnections(true);
  await faults.terminateAll();
  expect((await deliver(second.url, other, '{"id":1}')).status).toBe(503);
  await faults.refuseConnections(false);
  await second.close();
  expect(await isDueSoon(other)).toEqual({ look: true, incremental: true });
});

const putOff = async ({ storeId }: DeliveringStore) => {
  await update(`update store_webhooks set look_due_at = now() + interval '1 hour' where store_id = ?::uuid`, storeId);
  await update(`update stores set next_incremental_at = now() + interval '1 hour' where id = ?::uuid`, storeId);
};
const isDueSoon = async ({ storeId }: DeliveringStore) => {
  const { rows } = await update(
    `select w.look_due_at < now() + interval '1 minute' as look, s.next_incremental_at < now() + interval '1 minute' as incremental
       from store_webhooks w join stores s on s.id = w.store_id where s.id = ?::uuid`,
    storeId,
  );
  return rows[0];
};
