import { MockActivityEnvironment } from '@temporalio/testing';
import { lookAfterRegistrations } from '../../src/activities/webhooks/look-after-registrations';
import type { LookDependencies } from '../../src/activities/webhooks/registration-turn';
import type { RegistrationsLook } from '../../src/model/webhooks/webhooks-look';
import { type RegistrationWorld, registrationWorld } from './registration-world';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
});
afterAll(() => world.close());

function lookAfter(
  changes: Partial<LookDependencies> = {},
  lists?: { storesAList: number },
): Promise<RegistrationsLook> {
  const work = lookAfterRegistrations({ ...world.dependencies, ...changes }, lists);
  return new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }).run(work, { forMs: 60_000 });
}

it('looks at each store that is due, once, whatever becomes of the others', async () => {
  const [one, other, broken] = await Promise.all([world.connected(), world.connected(), world.connected()]);
  broken?.shop.faults.add({ answer: { status: 500 } });

  expect(await lookAfter()).toEqual({ stores: 3, made: 12, lost: 0, failed: 1, left: 0 });

  for (const { shop } of [one, other]) expect(shop.webhooks.registered.size).toBe(6);
  expect(await lookAfter()).toEqual({ stores: 0, made: 0, lost: 0, failed: 0, left: 0 });
});

it('leaves a store whose secrets no key opens to a later look, and looks at the next one', async () => {
  const { sealer } = world.dependencies;
  const [lost, other] = await Promise.all([world.connected(), world.connected()]);
  const unseal: typeof sealer.unseal = (owner, sealed) => {
    if ('storeId' in owner && owner.storeId === lost.store.id) throw new Error('sealed with a key that is lost');
    return sealer.unseal(owner, sealed);
  };

  expect(await lookAfter({ sealer: { ...sealer, unseal } })).toMatchObject({ stores: 2, made: 6, left: 1 });

  expect(other.shop.webhooks.registered.size).toBe(6);
  expect(await world.due()).not.toContain(lost.store.id);
});

it('lists on behind stores that cannot be taken, and those that nobody looked after yet', async () => {
  const { sealer, database } = world.dependencies;
  const stores = [await world.connected(), await world.connected(), await world.connected()];
  const [, , fresh] = stores.map(({ store }) => store);
  await database.withTenant(
    world.tenantId,
    (sql) => sql`
      delete from store_webhooks where tenant_id = ${world.tenantId}::uuid and store_id = ${fresh?.id ?? ''}::uuid`,
  );

  expect(await lookAfter({ sealer }, { storesAList: 1 })).toMatchObject({ stores: 3, made: 18 });
});
