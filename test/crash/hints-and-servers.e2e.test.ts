import { inboxOf } from '../hints/inbox';
import { type OwnServer, useOwnPostgres, useOwnTemporal } from '../support/own-servers';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { expectHintsRight, tellingStore } from './hints-right';

let postgres: OwnServer;
let temporal: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  [postgres, temporal] = [await useOwnPostgres(), await useOwnTemporal()];
  world = await startSyncWorld();
});
afterAll(async () => {
  await world.close();
  await Promise.all([postgres.stop(), temporal.stop()]);
});

/** One product is being read for a hint when the server dies, another one was told of and nobody was rung for. */
async function crashWithHints(crash: () => Promise<void>): Promise<void> {
  const { shop, store, ids } = await tellingStore(world);
  const inbox = inboxOf(world);
  const [first = '', second = '', gone = ''] = ids;
  shop.faults.add({ path: 'include=', answer: { delayMs: 2_000 } });
  shop.patch(first, { name: 'Renamed' });
  shop.remove(gone);
  const told = await inbox.put(store, [first]);
  await inbox.put(store, [gone], { news: 'gone' });
  await inbox.ring(store);
  await inbox.when(store, told, 'is claimed', ({ claimed_by: by }) => by !== null);
  shop.patch(second, { name: 'Renamed, too' });
  const later = await inbox.put(store, [second]);

  await crash();

  const rows = await until('the database to answer', () =>
    Promise.all([told, later].map((id) => inbox.row(store, id))).catch(() => null),
  );
  expect(rows).toMatchObject([{}, { state: 'pending' }]);
  await expectHintsRight(world, { shop, store });
}

it(
  'I4 loses no hint with a PostgreSQL that crashes while some are claimed and some wait',
  () => crashWithHints(() => postgres.crash()),
  patient(240_000),
);

it(
  'I4 loses no hint with a Temporal that is killed while some are claimed and some wait',
  () => crashWithHints(() => temporal.crash()),
  patient(240_000),
);
