import { decideApproval } from '../../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { sampleWorld } from '../../sync/sample/sample-world';
import { inboxOf } from '../inbox';
import { items } from './look';

let world: SyncWorld;
let inbox: ReturnType<typeof inboxOf>;
beforeAll(async () => {
  world = await startSyncWorld();
  inbox = inboxOf(world);
});
afterAll(() => world.close());

const GONE = ['1', '2', '3'];

/** Three of twelve products are gone, and a full run waits for somebody's decision. */
async function waiting() {
  const { shop, store } = await world.wooCommerce({ products: items(12) });
  await world.sync(store);
  await world.configure(store, { deactivation_brake: { count: 2, percent: 10 } });
  for (const id of GONE) shop.remove(id);
  const full = await world.sync(store);
  expect(full).toMatchObject({ status: 'awaiting_approval', products: { missing: 3 } });
  return { shop, store, full };
}

const isOn = async (store: Parameters<typeof world.catalogue>[0], id: string) =>
  (await world.catalogue(store).product(id)).is_active;

it('switches off past no decision that is still to come, and none that was to keep them', async () => {
  const { shop, store, full } = await waiting();
  const early = await inbox.put(store, ['1'], { news: 'gone' });
  await inbox.ring(store);
  await inbox.when(store, early, 'the brake holds', ({ held_by: heldBy }) => heldBy === 'brake');
  expect(await isOn(store, '1')).toBe(true);

  const actor = { kind: 'api_key', id: null, name: 'Somebody' };
  await decideApproval(world.temporal, full.id, 'reject', { actor });
  expect(await inbox.settled(store, early)).toMatchObject({ state: 'ignored', run_id: full.id });
  expect(await inbox.tell(store, ['1'], { news: 'gone' })).toMatchObject({
    state: 'ignored',
    reason: 'The store says that it is gone, and somebody decided to keep it.',
  });
  expect(await isOn(store, '1')).toBe(true);

  const samples = sampleWorld(world);
  await samples.makeDue(store);
  expect(await samples.look()).toMatchObject({ taken: 1, different: 0 });
  expect(await samples.hints(store)).toEqual([]);

  // Alive since, and gone again: that is another matter.
  shop.put({ id: '2', name: 'Back again', regular_price: '5.00' });
  await inbox.tell(store, ['2']);
  shop.remove('2');
  expect(await inbox.tell(store, ['2'], { news: 'gone' })).toMatchObject({ state: 'refreshed' });
  expect(await isOn(store, '2')).toBe(false);
});
