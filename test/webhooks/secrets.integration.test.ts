import { dropFormerSecret, rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { type RegistrationWorld, registrationWorld, secretsOf } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

const inTenant: RegistrationWorld['database']['withTenant'] = (...all) => world.database.withTenant(...all);

it('keeps the secret in use when another one is made before any webhook got the first', async () => {
  const { store } = await world.connected();
  await world.look(store);
  const before = await secretsOf(world, store);
  const rotate = () => inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));
  await rotate();
  const second = await rotate();
  expect(await secretsOf(world, store)).toEqual({ current: second?.secret, former: before.current });
});

it('makes a first secret in no other one’s place', async () => {
  const { store } = await world.connected();
  const rotate = () =>
    inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id, { onlyFirst: true }));
  expect(await rotate()).not.toBeNull();
  expect(await rotate()).toBeNull();
});

it('I8 keeps the secret sealed, and out of what is logged and told', async () => {
  const { store } = await world.connected();
  await world.look(store);
  const { current } = await secretsOf(world, store);
  const { rows } = await world.database.withSystem(
    (sql) => sql<{ text: string }>`select w::text as text from store_webhooks w`,
  );
  const everything = [...world.log, ...rows.map(({ text }) => text), JSON.stringify(await world.webhooks(store))].join(
    '\n',
  );
  expect(current).toHaveLength(43);
  expect(everything).not.toContain(current);
  expect(everything).not.toContain(Buffer.from(current ?? '').toString('hex'));
});

it('takes the former secret no more once it was dropped', async () => {
  const { store } = await world.connected();
  await world.look(store);
  await inTenant(store.tenantId, (sql) => rotateSecret(sql, world.dependencies.sealer, store.id));
  const { current } = await secretsOf(world, store);
  const drop = () => inTenant(store.tenantId, (sql) => dropFormerSecret(sql, store.id));
  expect(await drop()).toBe(true);
  expect(await secretsOf(world, store)).toEqual({ current, former: null });
  expect(await drop()).toBe(false);
});
