import { WorkflowNotFoundError } from '@temporalio/client';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { refreshHintsId } from '../../../src/model/workflow-ids';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';

let woocommerce: WooCommerceSimulator;
let world: ApiWorld;
let tenant: TestTenant;
beforeAll(async () => {
  woocommerce = await startWooCommerceSimulator();
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(async () => {
  await world.close();
  await woocommerce.close();
});

async function connected() {
  const name = `shop-${Math.random().toString(36).slice(2)}`;
  const { url, consumerKey, consumerSecret } = woocommerce.addShop({ name, products: 1 });
  const credentials = { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
  const connect = () => tenant.ask('POST /v1/stores', { json: { platform: 'woocommerce', credentials } });
  const { body } = await connect();
  return { id: body.id as string, connect };
}

/** Puts a hint into the inbox, as the receiver does, as it stands when nobody may take it up. */
const told = (storeId: string, heldBy: string | null) =>
  world.database.withTenant(tenant.id, async (sql) => {
    await sql`
      insert into store_webhooks (tenant_id, store_id, state) values (${tenant.id}::uuid, ${storeId}::uuid, 'registered')
      on conflict (tenant_id, store_id) do update set hints_since = null`;
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, held_by)
      values (${tenant.id}::uuid, ${storeId}::uuid, 'product.updated', '{1}', 'product', 'changed', 'once', ${heldBy}::text)`;
  });

const isRung = async (storeId: string) => {
  try {
    const workflowId = refreshHintsId('woocommerce', storeId);
    await world.temporal.ask((client) => client.workflow.getHandle(workflowId).describe());
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

const oldestPending = async (): Promise<string | null> =>
  (await world.operator('GET /v1/health')).body.oldest_pending_hint_at;

it('rings for what a store told while it was paused, once it goes on, and tells operators of what waits', async () => {
  const { id } = await connected();
  await tenant.ask(`PATCH /v1/stores/${id}`, { json: { status: 'paused' } });
  await told(id, null);
  expect(await oldestPending()).toBeNull();
  // What is no end of a pause rings nobody.
  await tenant.ask(`PATCH /v1/stores/${id}`, { json: { name: 'Renamed' } });
  expect(await isRung(id)).toBe(false);

  expect(await tenant.ask(`PATCH /v1/stores/${id}`, { json: { status: 'active' } })).toMatchObject({ status: 200 });
  await until('a ring', () => isRung(id));
  expect(await oldestPending()).toMatch(/^20.*Z$/);
});

it('rings for what waits since a store refused us, once it is connected again', async () => {
  const { id, connect } = await connected();
  await told(id, 'credentials');
  expect(await connect()).toMatchObject({ status: 200 });
  await until('a ring', () => isRung(id));
});

it('rings nobody where a store that goes on has told nothing', async () => {
  const { id, connect } = await connected();
  await tenant.ask(`PATCH /v1/stores/${id}`, { json: { status: 'paused' } });
  await tenant.ask(`PATCH /v1/stores/${id}`, { json: { status: 'active' } });
  await connect();
  expect(await isRung(id)).toBe(false);
});
