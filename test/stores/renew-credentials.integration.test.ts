import { connectDatabase, type Database } from '../../src/database/database';
import type { StoreAccess } from '../../src/platforms/store-platform';
import { disconnectStore } from '../../src/stores/disconnect-store';
import { getStore } from '../../src/stores/read-stores';
import type { Store } from '../../src/stores/store';
import { untilLocked } from '../support/until-locked';
import { type StoresWorld, storesWorld } from './stores-world';

let world: StoresWorld;
/** Of another process. */
let otherPool: Database;
let store: Store;

beforeAll(async () => {
  world = await storesWorld();
  otherPool = connectDatabase(world.url);
});
beforeEach(async () => {
  store = await world.connected('a.myshopify.com', 'good old');
});
afterEach(() => world.clear());
afterAll(async () => {
  await otherPool.close();
  await world.close();
});

async function accessThrough(database: Database): Promise<StoreAccess<unknown>> {
  const opened = await world.open(store, database);
  if (opened.kind !== 'access') throw new Error(opened.kind);
  return opened.access;
}

const credentials = (token: string) => ({ shop_domain: 'a.myshopify.com', access_token: token });

it('renews once when two processes ask at once, and both get the renewed credentials', async () => {
  const accesses = [await accessThrough(world.database), await accessThrough(otherPool)];
  let asked = 0;

  const renewed = await Promise.all(
    accesses.map((access) =>
      access.renew(async () => {
        asked += 1;
        await untilLocked('the other one', world.url);
        return credentials('good new');
      }),
    ),
  );

  expect(asked).toBe(1);
  expect(renewed).toEqual([credentials('good new'), credentials('good new')]);
  expect((await accessThrough(otherPool)).credentials).toEqual(credentials('good new'));
});

it('keeps the version: what runs with the credentials goes on as it is', async () => {
  await (await accessThrough(world.database)).renew(async () => credentials('good new'));

  const after = await world.database.withTenant(store.tenantId, (sql) => getStore(sql, store.id));

  expect(after?.credentialsVersion).toBe(store.credentialsVersion);
});

it('renews again when what another process renewed is refused too', async () => {
  const access = await accessThrough(world.database);
  await (await accessThrough(otherPool)).renew(async () => credentials('good 2'));

  expect(await access.renew(async () => credentials('good 3'))).toEqual(credentials('good 2'));
  expect(await access.renew(async () => credentials('good 3'))).toEqual(credentials('good 3'));
});

it('answers the credentials of a reconnect in the meantime', async () => {
  const access = await accessThrough(world.database);
  await world.connected('a.myshopify.com', 'good reconnected');

  expect(await access.renew(async () => credentials('never asked'))).toEqual(credentials('good reconnected'));
});

it('keeps the old credentials when the platform answers a problem or the renewal throws', async () => {
  const access = await accessThrough(world.database);
  const problem = { kind: 'unavailable', status: 503, detail: 'a.myshopify.com is down' } as const;

  expect(await access.renew(async () => problem)).toEqual(problem);
  await expect(access.renew(() => Promise.reject(new Error('aborted')))).rejects.toThrow('aborted');
  expect((await accessThrough(otherPool)).credentials).toEqual(credentials('good old'));
});

it('renews nothing for a store that was disconnected meanwhile', async () => {
  const access = await accessThrough(world.database);
  await world.database.withTenant(store.tenantId, (sql) => disconnectStore(sql, store.id));

  expect(await access.renew(async () => credentials('never asked'))).toMatchObject({ kind: 'credentials_rejected' });
});

it('lets rows be written that refer to the store while its credentials are renewed', async () => {
  const access = await accessThrough(world.database);

  const renewal = access.renew(async () => {
    await otherPool.withTenant(
      store.tenantId,
      (sql) => sql`insert into collections values (${store.tenantId}::uuid, ${store.id}::uuid, '1', 'Shirts', 1)`,
    );
    return credentials('good new');
  });

  expect(await renewal).toEqual(credentials('good new'));
});
