import { runRounds } from '../compare/run-rounds';
import { summaryOf } from '../compare/summary';
import { ours } from '../contestants/ours';
import { plainContestant } from '../contestants/plain-contestant';
import { contestantTable, ratiosOf } from '../report/contestant-table';
import { goal, ratioGoal, whole } from '../report/goals';
import { emptyCatalogue } from '../service/catalogue';
import { newShopify, newWooCommerce } from './new-store';
import type { Bench, Workload } from './workload';

const CHANGED_SHARE = 0.01;

/** Syncs of a catalogue that is stored already: unchanged, and with 1 % of the prices changed. */
export const again: Workload[] = (['U', 'C1'] as const).map((name) => ({
  name,
  title: name === 'U' ? 'Sync again, nothing changed' : 'Sync again, 1 % of the products changed',
  async run(bench) {
    const shopify = await runOn(bench, name, 'shopify');
    const wooCommerce = await runOn(bench, name, 'woocommerce');
    return {
      name,
      title: this.title,
      tables: [...shopify.tables, ...wooCommerce.tables],
      goals: [...shopify.goals, ...wooCommerce.goals],
      notes: [
        'The limit looks at nothing and rewrites every row each time; below 1 × is not “faster at the same work”.',
        'Rows written are counted by the rows’ own transaction ids.',
      ],
      data: { shopify: shopify.data, wooCommerce: wooCommerce.data },
    };
  },
}));

async function runOn(bench: Bench, name: 'U' | 'C1', platform: 'shopify' | 'woocommerce') {
  const { servers, service, sizes, say } = bench;
  const newStore = platform === 'shopify' ? newShopify : newWooCommerce;
  const key = `${name}-${platform}`;
  const store = await newStore(bench, key, { products: sizes.products });
  const first = { ...ours(servers, service, store.store), name: 'ours, first sync' };
  const repeated = { ...ours(servers, service, store.store, { again: true }), name: 'ours, again' };
  const limit = await plainContestant(servers, 'limit', key, store.plain);
  const contestants = name === 'U' ? [limit, first, repeated] : [limit, repeated];

  const results = await runRounds(servers, contestants, {
    ...{ rounds: sizes.rounds, store: store.name, inOrder: true, say },
    async beforeRound(turn) {
      if (name === 'U') return;
      if (turn === 0) await service.sync(store.store);
      await servers.stores.ask('changePrices', { ...store.name, share: CHANGED_SHARE, turn });
    },
  });
  await emptyCatalogue(servers);

  const runsOf = (contestant: string) => results.find((each) => each.name === contestant && !each.unequal)?.runs ?? [];
  const runs = runsOf(repeated.name);
  const most = (note: string) => summaryOf(runs.map(({ notes }) => notes[note] ?? Number.NaN)).most;
  const table = contestantTable(`${platform}, ${sizes.products} products`, results, []);
  table.columns.push('rows written: products · variants');
  table.rows.forEach((row, at) => {
    const notes = results[at]?.runs.at(-1)?.notes;
    row.push(notes?.rowsInProducts === undefined ? 'all' : `${notes.rowsInProducts} · ${notes.rowsInVariants}`);
  });
  const goals =
    name === 'U'
      ? [
          goal(`U, ${platform}: rows written in products`, most('rowsInProducts'), { atLeast: 0, aim: 0 }, whole),
          goal(
            `U, ${platform}: rows written in product_variants`,
            most('rowsInVariants'),
            { atLeast: 0, aim: 0 },
            whole,
          ),
          ratioGoal(`U, ${platform}: again / first`, ratiosOf(runs, runsOf(first.name)), {
            atLeast: 1 / 2,
            aim: 1 / 3,
          }),
        ]
      : [];
  return { tables: [table], goals, data: results };
}
