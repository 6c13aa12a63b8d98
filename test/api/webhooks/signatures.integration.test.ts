import { randomBytes } from 'node:crypto';
import { createSealer } from '../../../src/stores/sealed-credentials';
import { sealWebhookSecret } from '../../../src/stores/webhooks/webhook-secrets';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type DeliveringStore, deliver, type Sent, webhooksOf, wooStore } from './delivering';

let world: ApiWorld;
let tenant: TestTenant;
let store: DeliveringStore;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
beforeEach(async () => {
  store = await wooStore(world, tenant.id);
});
afterAll(() => world.close());

const send = (body: string, sent?: Sent) => deliver(world.url, store, body, sent);
const update = (text: string, ...values: unknown[]) =>
  world.database.withTenant(tenant.id, (sql) =>
    sql(Object.assign(text.split('?'), { raw: text.split('?') }), ...values),
  );

it('takes the old secret and the new one while one is exchanged, the new one at once', async () => {
  await send('{"id":1}');
  const fresh = 'the new secret of the store';
  await update(
    'update store_webhooks set sealed_former_secret = sealed_secret, sealed_secret = ?::bytea, secret_version = 2 where store_id = ?::uuid',
    sealWebhookSecret(world.sealer, store, fresh),
    store.storeId,
  );
  await until('the new secret to be known', async () => (await send('{"id":2}', { secret: fresh })).status === 200);
  expect((await send('{"id":3}')).status).toBe(200);
  expect((await send('{"id":4}', { secret: 'neither' })).status).toBe(401);
});

it('lets no flood of wrong signatures cost a rightly signed delivery', async () => {
  const answers = await Promise.all(Array.from({ length: 90 }, () => send('{"id":1}', { secret: 'wrong' })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect((await send('{"id":1}')).status).toBe(200);
  const other = await wooStore(world, tenant.id);
  expect((await deliver(world.url, other, '{"id":1}', { secret: 'wrong' })).status).toBe(401);
  expect(world.log.filter((line) => line.includes(store.storeId) && line.includes('wrongly signed'))).toHaveLength(1);
});

it('takes what a fresh secret signed, though a stranger had the store looked up a moment ago', async () => {
  await send('{"id":1}', { secret: 'a stranger’s' });
  const fresh = sealWebhookSecret(world.sealer, store, 'the new secret');
  await update('update store_webhooks set sealed_secret = ?::bytea where store_id = ?::uuid', fresh, store.storeId);
  expect((await send('{"id":2}', { secret: 'the new secret' })).status).toBe(200);
});

it('takes what the secret signed whose former one cannot be read any more, and answers 503 where it cannot be read itself', async () => {
  const lost = createSealer([randomBytes(32)]);
  const unreadable = sealWebhookSecret(lost, store, 'lost');
  await update(
    'update store_webhooks set sealed_former_secret = ?::bytea where store_id = ?::uuid',
    unreadable,
    store.storeId,
  );
  expect((await send('{"id":1}')).status).toBe(200);
  expect((await send('{"id":2}', { secret: 'lost' })).status).toBe(401);

  const other = await wooStore(world, tenant.id);
  await update(
    'update store_webhooks set sealed_secret = ?::bytea where store_id = ?::uuid',
    sealWebhookSecret(lost, other, 'x'),
    other.storeId,
  );
  for (let sent = 0; sent < 3; sent++) {
    const { status, text } = await deliver(world.url, other, '{"id":1}');
    expect({ status, ...JSON.parse(text) }).toMatchObject({
      status: 503,
      code: 'secret_unreadable',
      detail: expect.stringContaining('CREDENTIALS_KEY'),
    });
  }
  expect(world.log.filter((line) => line.includes(other.storeId) && line.includes('cannot be read: its'))).toHaveLength(
    1,
  );
});

it('writes down how many came, by the secret that signed, and how many wrong ones', async () => {
  const second = await apiWorld({ databaseUrl: world.databaseUrl });
  const other = await wooStore(second, tenant.id); // sealed by that world's key
  await Promise.all([1, 2, 3].map((id) => deliver(second.url, other, `{"id":${id}}`)));
  await deliver(second.url, other, '{"id":1}', { secret: 'wrong' });
  await second.close();
  expect(await webhooksOf(world, other)).toMatchObject({
    deliveries: 3,
    deliveriesByFormer: 0,
    wrongSignatures: 1,
    lastReceivedAt: expect.any(Date),
    wrongSignatureAt: expect.any(Date),
  });
});
