import { siteTime } from '../../../simulators/woocommerce/catalogue/site-time';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { changedBy, DAY, HOUR, MINUTE, oldWooCommerce } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const QUARTER_MS = 15 * MINUTE * 1_000;

/** When the zone's time changes next, so many seconds from now; null where it never does. */
function nextChange(timeZone: string, isWanted: (hours: number) => boolean): number | null {
  const { offsetHours } = siteTime(timeZone);
  const first = (Math.floor(Date.now() / QUARTER_MS) + 8) * QUARTER_MS;
  for (let at = first; at < first + 400 * DAY * 1_000; at += QUARTER_MS) {
    const change = offsetHours(new Date(at)) - offsetHours(new Date(at - QUARTER_MS));
    if (change !== 0 && isWanted(change)) return Math.round((at - Date.now()) / 1_000);
  }
  return null;
}

const ZONES = [
  ['Asia/Kolkata', 'which never changes', () => true],
  ['Asia/Kathmandu', 'which never changes', () => true],
  // Half an hour of it: where it ends, the site shows 02:00 and then 01:30.
  ['Australia/Lord_Howe', 'when its summer time ends', (hours: number) => hours === -0.5],
  ['Australia/Lord_Howe', 'when its summer time begins', (hours: number) => hours === 0.5],
  ['America/St_Johns', 'when its summer time ends', (hours: number) => hours === -1],
  ['Europe/Berlin', 'when its summer time begins', (hours: number) => hours === 1],
] as const;

it.each(ZONES)('a site in %s, %s between two runs: exactly what changed arrives', async (timeZone, what, isWanted) => {
  const change = nextChange(timeZone, isWanted);
  expect(change === null).toBe(what === 'which never changes');
  // Ten minutes before it, or now.
  const ahead = change === null ? 0 : change - 10 * MINUTE;
  const { shop, store, ids, reprice, drop } = await oldWooCommerce(world, { timeZone, clockOffsetSeconds: ahead });
  const [before = '', during = '', after = '', gone = ''] = ids;
  await world.sync(store);

  reprice(before, '91.50');
  shop.clock.offsetSeconds = ahead + 10 * MINUTE;
  reprice(during, '92.50');
  shop.clock.offsetSeconds = ahead + 30 * MINUTE;
  reprice(after, '93.50');
  drop(gone);
  const over = await world.sync(store, { mode: 'incremental' });

  expect(over).toMatchObject({ mode: 'incremental', status: 'completed', products: { updated: 3, deactivated: 1 } });
  expect(await changedBy(world, store, over.id)).toEqual([before, during, after, gone].sort());

  // What the site shows as the same minute once more, an hour later.
  shop.clock.offsetSeconds = ahead + HOUR + 20 * MINUTE;
  reprice(before, '94.50');
  const next = await world.sync(store, { mode: 'incremental' });
  expect(next).toMatchObject({ mode: 'incremental', status: 'completed' });
  expect(await changedBy(world, store, next.id)).toEqual([before]);
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 0, deactivated: 0 } });
});

it('a site whose zone is set to another between two runs: exactly what changed arrives', async () => {
  const { shop, store, ids, reprice } = await oldWooCommerce(world, { timeZone: 'Australia/Lord_Howe' });
  const [first = '', second = ''] = ids;
  await world.sync(store);
  reprice(first, '91.50');
  shop.site.timeZone = 'America/St_Johns';
  reprice(second, '92.50');

  const run = await world.sync(store, { mode: 'incremental' });
  expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { updated: 2 } });
});

it('a store that nobody asked for two days of its clock tells of both', async () => {
  const { shop, store, ids, reprice } = await oldWooCommerce(world, { clockOffsetSeconds: -2 * DAY });
  const [first = '', second = ''] = ids;
  await world.sync(store);
  reprice(first, '91.50');
  shop.clock.offsetSeconds = 0;
  reprice(second, '92.50');
  expect(await world.sync(store, { mode: 'incremental' })).toMatchObject({
    mode: 'incremental',
    products: { updated: 2 },
  });
});
