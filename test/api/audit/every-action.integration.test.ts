import { randomUUID } from 'node:crypto';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { ROUTES } from '../../../src/api/routes';
import { PLATFORMS } from '../../../src/model/platform';
import { dailyFullSync } from '../../../src/temporal/schedules';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import type { Ask } from '../ask';
import { insertRun, insertStore } from '../rows';

type Reply = Awaited<ReturnType<Ask>>;

interface Scene {
  world: ApiWorld;
  tenant: TestTenant;
  operator: Ask;
  storeId: string;
}

let world: ApiWorld;
let woocommerce: WooCommerceSimulator;

beforeAll(async () => {
  await useOwnNamespace();
  woocommerce = await startWooCommerceSimulator();
  world = await apiWorld({ publicUrl: 'https://sync.example' });
  for (const platform of PLATFORMS) {
    const schedule = dailyFullSync(platform, world.temporal.taskQueue);
    await world.temporal.ask((client) => client.schedule.create(schedule));
  }
});
afterAll(async () => {
  await world.close();
  await woocommerce.close();
});

const ACTING = ROUTES.filter(({ method }) => method !== 'get');

it('says of each route that changes something what it writes into the audit log, or why it writes nothing', () => {
  expect(ACTING.filter(({ audits }) => audits === undefined).map(({ operationId }) => operationId)).toEqual([]);
});

const rejectedProduct = async ({ world, tenant, storeId }: Scene, runId: string) =>
  world.database.withTenant(
    tenant.id,
    (sql) => sql`
      insert into rejected_products (tenant_id, store_id, external_id, title, reason, path, message, payload, run_id, observation)
      values (${tenant.id}::uuid, ${storeId}::uuid, '1', 'Hat', 'price_unreadable', '', '', '{}', ${runId}::uuid, 1)`,
  );

const run = ({ world, tenant, storeId }: Scene, more: Parameters<typeof insertRun>[2]) =>
  insertRun(world.database, { tenantId: tenant.id, storeId }, more);

const credentials = (secret?: string) => {
  const shop = woocommerce.addShop({ name: `shop-${randomUUID()}`, products: 1 });
  const { url: store_url, consumerKey: consumer_key, consumerSecret } = shop;
  return {
    platform: 'woocommerce',
    credentials: { store_url, consumer_key, consumer_secret: secret ?? consumerSecret },
  };
};

const newKey = async ({ operator, tenant }: Scene): Promise<string> => {
  const json = { name: 'a key', scopes: ['catalog:view'] };
  return (await operator(`POST /v1/tenants/${tenant.id}/api-keys`, { json })).body.id;
};

const newOperator = async ({ operator }: Scene): Promise<string> =>
  (await operator('POST /v1/operators', { json: { name: `ada-${randomUUID()}` } })).body.id;

const SLACK = { kind: 'slack', url: 'https://hooks.slack.com/services/x' };
const newChannel = async ({ tenant }: Scene): Promise<string> => {
  return (await tenant.ask('POST /v1/alert-channels', { json: SLACK })).body.id;
};

const RECEIVER = { url: 'https://receiver.example', events: ['sync.failed'] };
const newEndpoint = async ({ tenant }: Scene): Promise<string> =>
  (await tenant.ask('POST /v1/event-endpoints', { json: RECEIVER })).body.id;

/** Each acting route does what it is for, as far as no worker is needed; what it answers then is no matter here. */
const ACTS: Record<string, (scene: Scene) => Promise<Reply>> = {
  createTenant: ({ operator }) => operator('POST /v1/tenants', { json: { name: 'New' } }),
  updateTenant: ({ operator, tenant }) => operator(`PATCH /v1/tenants/${tenant.id}`, { json: { name: 'Renamed' } }),
  deleteTenant: ({ operator, tenant }) =>
    operator(`DELETE /v1/tenants/${tenant.id}`, { json: { confirm_name: 'Acme' } }),
  createApiKey: ({ operator, tenant }) =>
    operator(`POST /v1/tenants/${tenant.id}/api-keys`, { json: { name: 'key', scopes: ['catalog:view'] } }),
  rotateApiKey: async (scene) =>
    scene.operator(`POST /v1/tenants/${scene.tenant.id}/api-keys/${await newKey(scene)}/rotate`),
  revokeApiKey: async (scene) =>
    scene.operator(`DELETE /v1/tenants/${scene.tenant.id}/api-keys/${await newKey(scene)}`),
  createOperator: ({ operator }) => operator('POST /v1/operators', { json: { name: `ada-${randomUUID()}` } }),
  rotateOperatorKey: async (scene) => scene.operator(`POST /v1/operators/${await newOperator(scene)}/rotate`),
  revokeOperator: async (scene) => scene.operator(`DELETE /v1/operators/${await newOperator(scene)}`),
  syncAllStores: ({ operator }) => operator('POST /v1/sync-all', { json: { platform: 'shopify' } }),
  triggerSchedule: ({ operator }) => operator('POST /v1/schedules/sync-all-woocommerce/trigger'),
  changeSchedule: ({ operator }) => operator('PUT /v1/schedules/sync-all-shopify', { json: { paused: true } }),
  connectStore: ({ tenant }) => tenant.ask('POST /v1/stores', { json: { ...credentials(), sync: true } }),
  checkStore: ({ tenant }) => tenant.ask('POST /v1/stores/check', { json: credentials('cs_wrong') }),
  updateStore: ({ tenant, storeId }) => tenant.ask(`PATCH /v1/stores/${storeId}`, { json: { name: 'Renamed' } }),
  disconnectStore: ({ tenant, storeId }) => tenant.ask(`DELETE /v1/stores/${storeId}`),
  syncStore: ({ tenant }) => tenant.ask('POST /v1/catalog/sync/woocommerce'),
  makeWebhookSecret: ({ tenant, storeId }) => tenant.ask(`POST /v1/stores/${storeId}/webhook-setup`),
  dropFormerWebhookSecret: ({ tenant, storeId }) =>
    tenant.ask(`DELETE /v1/stores/${storeId}/webhook-setup/former-secret`),
  verifyStore: ({ tenant, storeId }) => tenant.ask(`POST /v1/stores/${storeId}/verify`),
  cancelRun: async ({ tenant }) => {
    const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
    return tenant.ask(`POST /v1/sync-runs/${body.run_id}/cancel`);
  },
  approveRun: async (scene) => {
    const runId = await run(scene, { status: 'failed' });
    await scene.world.database.withTenant(
      scene.tenant.id,
      (sql) => sql`update sync_runs set error_type = 'suspicious_change', error_message = '' where id = ${runId}::uuid`,
    );
    return scene.tenant.ask(`POST /v1/sync-runs/${runId}/approve`);
  },
  rejectRun: async (scene) =>
    scene.tenant.ask(`POST /v1/sync-runs/${await run(scene, { status: 'awaiting_approval' })}/reject`),
  retryRejectedOfRun: async (scene) => {
    const runId = await run(scene, {});
    await rejectedProduct(scene, runId);
    return scene.tenant.ask(`POST /v1/sync-runs/${runId}/rejected/retry`);
  },
  createAlertChannel: ({ tenant }) => tenant.ask('POST /v1/alert-channels', { json: SLACK }),
  updateAlertChannel: async (scene) =>
    scene.tenant.ask(`PATCH /v1/alert-channels/${await newChannel(scene)}`, { json: { kinds: null } }),
  testAlertChannel: async (scene) => scene.tenant.ask(`POST /v1/alert-channels/${await newChannel(scene)}/test`),
  deleteAlertChannel: async (scene) => scene.tenant.ask(`DELETE /v1/alert-channels/${await newChannel(scene)}`),
  createEventEndpoint: ({ tenant }) => tenant.ask('POST /v1/event-endpoints', { json: RECEIVER }),
  updateEventEndpoint: async (scene) =>
    scene.tenant.ask(`PATCH /v1/event-endpoints/${await newEndpoint(scene)}`, { json: { paused: true } }),
  makeEventEndpointSecret: async (scene) =>
    scene.tenant.ask(`POST /v1/event-endpoints/${await newEndpoint(scene)}/secret`),
  testEventEndpoint: async (scene) => scene.tenant.ask(`POST /v1/event-endpoints/${await newEndpoint(scene)}/test`),
  resendEventDelivery: async (scene) => {
    const endpoint = `/v1/event-endpoints/${await newEndpoint(scene)}`;
    const { body } = await scene.tenant.ask(`POST ${endpoint}/test`);
    return scene.tenant.ask(`POST ${endpoint}/deliveries/${body.id}/resend`);
  },
  deleteEventEndpoint: async (scene) => scene.tenant.ask(`DELETE /v1/event-endpoints/${await newEndpoint(scene)}`),
  retryRejectedOfStore: async (scene) => {
    await rejectedProduct(scene, await run(scene, {}));
    return scene.tenant.ask(`POST /v1/stores/${scene.storeId}/rejected/retry`);
  },
};

interface Entry {
  action: string;
  address: string;
  request_id: string;
  outcome: string | null;
  actor: { kind: string; name: string | null };
}

it.each(
  ACTING.filter(({ audits }) => audits && !('nothing' in audits)).map((route) => [route.operationId, route] as const),
)('writes of %s who did it, from where, in which request and what came of it', async (operationId, route) => {
  const tenant = await world.tenant();
  const scene = { world, tenant, operator: world.operator, storeId: await insertStore(world.database, tenant.id) };
  const act = ACTS[operationId];
  if (act === undefined) throw new Error(`${operationId} has no request here that lets it act`);

  const { status, headers, text } = await act(scene);
  if (![200, 201, 202, 204, 409, 422].includes(status)) throw new Error(`it does nothing: ${status} ${text}`);
  const requestId = headers.get('x-request-id');

  const own = await until('its entry', async () => {
    const { items } = (await world.operator('GET /v1/audit-logs?limit=10')).body;
    const entries: Entry[] = items.filter((item: Entry) => item.request_id === requestId);
    return entries.length > 0 && entries;
  });
  const actor =
    route.who === 'operator' ? { kind: 'operator', name: 'operator' } : { kind: 'api_key', name: 'First key' };
  for (const entry of own) {
    expect(route.audits).toContain(entry.action);
    expect(entry).toMatchObject({
      address: '127.0.0.1',
      actor,
      outcome: expect.stringMatching(/^(done|refused|failed)$/),
    });
  }
});
