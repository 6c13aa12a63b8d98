import { deactivateConfirmed } from '../../../src/catalog/missing/deactivate-confirmed';
import { deactivateDry } from '../../../src/catalog/missing/deactivate-dry';
import { noteGone, noteMissingAnswers, noteSuspects } from '../../../src/catalog/missing/suspects';
import { MISSING_STATES, type MissingState } from '../../../src/model/missing-state';
import type { MissingAnswer } from '../../../src/platforms/store-platform';
import { claimWaitingRun } from '../../../src/runs/approval';
import { noteWrittenStates, type WrittenStates } from '../../support/written-states';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalogue-world';
import { products } from '../products';

let world: CatalogueWorld;
let written: WrittenStates;
beforeAll(async () => {
  world = await catalogueWorld();
  written = await noteWrittenStates(world.url, { table: 'missing_products', column: 'state', runId: 'run_id' });
});
afterAll(async () => {
  await written?.close();
  await world?.close();
});

const STATES = Object.keys(MISSING_STATES) as MissingState[];
/** Of a product in each state, and of one that is missing and was not noted yet. */
const IDS = ['none', ...STATES].map((_, index) => String(index + 1));

/** A run that waits for approval and misses every product; what the store said was just said. */
async function shopInEachState(): Promise<Shop> {
  const shop = await world.shop();
  await shop.observe(products(IDS.length));
  await shop.openRun();
  await shop.sql((sql) => noteSuspects(sql, shop.run));
  const observation = await shop.look();
  await shop.sql(async (sql) => {
    await sql`delete from missing_products where run_id = ${shop.run.id}::uuid and external_id = ${IDS[0]}::text`;
    await sql`
      update missing_products m
         set state = each.state, evidence = ${JSON.stringify(evidence)}::jsonb, checked_at = now(), observation = ${observation}::bigint
        from unnest(${IDS.slice(1)}::text[], ${STATES}::text[]) each(external_id, state)
       where m.run_id = ${shop.run.id}::uuid and m.external_id = each.external_id`;
    await sql`update sync_runs set status = 'awaiting_approval' where id = ${shop.run.id}::uuid`;
  });
  return shop;
}

const answer = async (shop: Shop, answerOf: (external_id: string) => MissingAnswer) => {
  const observation = await shop.look();
  await shop.sql((sql) => noteMissingAnswers(sql, shop.run, IDS.map(answerOf), observation));
};

const deactivate = (shop: Shop) => shop.sql((sql) => deactivateConfirmed(sql, shop.run, 100));

const claim = (shop: Shop, externalIds: string[] | null) =>
  shop.sql((sql) => claimWaitingRun(sql, { runId: shop.run.id, externalIds }));

const evidence = { kind: 'not_found', source: 'confirmation', checked_at: '2026-11-25T09:00:00.000Z' } as const;

/** Everything that writes the column, and what it makes of which state. */
const WRITERS: [string, (shop: Shop) => Promise<unknown>, [string, MissingState]][] = [
  ['looking for the missing', (shop) => shop.sql((sql) => noteSuspects(sql, shop.run)), ['none', 'suspect']],
  ['alive', (shop) => answer(shop, (external_id) => ({ external_id, answer: 'alive' })), ['suspect', 'alive']],
  [
    'gone',
    (shop) => answer(shop, (external_id) => ({ external_id, answer: 'gone', evidence })),
    ['suspect', 'confirmed'],
  ],
  [
    'no clear answer',
    (shop) => answer(shop, (external_id) => ({ external_id, answer: 'unclear', detail: 'HTTP 500' })),
    ['suspect', 'unclear'],
  ],
  ['deactivating', deactivate, ['confirmed', 'deactivated']],
  [
    'deactivating on old evidence',
    async (shop) => {
      await shop.sql((sql) => sql`update missing_products set checked_at = now() - interval '1 day'`);
      await deactivate(shop);
    },
    ['confirmed', 'suspect'],
  ],
  [
    'deactivating what was observed later',
    async (shop) => {
      await shop.sql((sql) => sql`update missing_products set observation = 0`);
      await deactivate(shop);
    },
    ['confirmed', 'observed_later'],
  ],
  ['a dry run', (shop) => shop.sql((sql) => deactivateDry(sql, shop.run)), ['confirmed', 'deactivated']],
  ['an approval', (shop) => claim(shop, null), ['confirmed', 'suspect']],
  ['a rejection', (shop) => claim(shop, []), ['confirmed', 'kept']],
];

/** A product that went once more; the row of a suspect has its answer to come, and is told so again. */
const ANEW = ['none', ...STATES].filter((from) => from !== 'suspect').map((from) => `${from} suspect`);

/** What the store told while the run lasts is newer than all that was known of these. */
it('a product that went once more starts anew, whatever was said of it before; a look that hung until then starts nothing', async () => {
  const shop = await shopInEachState();
  const before = await written.ofRun(shop.run.id);
  const [older, newer] = [await shop.look(), await shop.look()];

  await shop.sql((sql) => noteGone(sql, shop.run, IDS, newer));
  await shop.sql((sql) => noteGone(sql, shop.run, IDS, older));

  const moves = (await written.ofRun(shop.run.id)).slice(before.length);
  expect(moves.map((move) => move.join(' ')).sort()).toEqual(
    ['none', ...STATES].map((from) => `${from} suspect`).sort(),
  );
});

it.each(WRITERS)('%s moves products out of one state alone, as the table says', async (_, write, [from, to]) => {
  const shop = await shopInEachState();
  const before = await written.ofRun(shop.run.id);

  await write(shop);

  expect((await written.ofRun(shop.run.id)).slice(before.length)).toEqual([[from, to]]);
  expect(MISSING_STATES[to].after).toContain(from);
});

it('the table says no more than that', () => {
  const said = STATES.flatMap((to) => MISSING_STATES[to].after.map((from) => `${from} ${to}`));

  expect(said.sort()).toEqual([...new Set([...WRITERS.map(([, , move]) => move.join(' ')), ...ANEW])].sort());
});
