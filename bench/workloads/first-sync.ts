import { type ContestantResult, runRounds } from '../compare/run-rounds';
import { summaryOf } from '../compare/summary';
import type { Contestant, Missing } from '../contestants/contestant';
import { dlt } from '../contestants/dlt';
import { ours } from '../contestants/ours';
import { plainContestant } from '../contestants/plain-contestant';
import { singer } from '../contestants/singer';
import { contestantTable, ratiosOf } from '../report/contestant-table';
import { goal, ratioGoal, whole } from '../report/goals';
import type { Goal, Table } from '../report/result';
import { emptyCatalogue } from '../service/catalogue';
import { type BenchStore, newShopify, newWooCommerce } from './new-store';
import type { Bench, Workload } from './workload';

interface FirstSync {
  name: string;
  title: string;
  platform: 'shopify' | 'woocommerce';
  /** Answers take their time. */
  slowly: boolean;
  /** Beside the limit and us. */
  others: boolean;
  limits: { atLeast: number; aim: number };
}

const FIRST_SYNCS: FirstSync[] = [
  {
    name: 'S',
    title: 'Shopify, first sync: 3 variants and 2 images each, answers at once',
    ...{ platform: 'shopify', slowly: false, others: true, limits: { atLeast: 2.2, aim: 1.6 } },
  },
  {
    name: 'W',
    title: 'WooCommerce, first sync: every fifth with 3 variations, 2 requests in flight, answers at once',
    ...{ platform: 'woocommerce', slowly: false, others: true, limits: { atLeast: 1.5, aim: 1.2 } },
  },
  {
    name: 'S100',
    title: 'S with 100 ms an answer',
    ...{ platform: 'shopify', slowly: true, others: false, limits: { atLeast: 1.15, aim: 1.05 } },
  },
  {
    name: 'W100',
    title: 'W with 100 ms an answer',
    ...{ platform: 'woocommerce', slowly: true, others: false, limits: { atLeast: 1.15, aim: 1.05 } },
  },
];

/** First syncs of an empty catalogue: ours beside the limit, and beside what people use. */
export const firstSyncs: Workload[] = FIRST_SYNCS.map((kind) => ({
  name: kind.name,
  title: kind.title,
  async run(bench) {
    const { servers, sizes, say } = bench;
    const size = { products: sizes.products, answerMs: kind.slowly ? sizes.answerMs : 0 };
    const newStore = kind.platform === 'shopify' ? newShopify : newWooCommerce;
    const store = await newStore(bench, kind.name, size);
    const all = await contestantsOf(bench, kind, store);
    const contestants = all.filter((each): each is Contestant => !('missing' in each));
    const missing = all.filter((each): each is Missing => 'missing' in each);

    const results = await runRounds(servers, contestants, { rounds: sizes.rounds, store: store.name, say });
    await emptyCatalogue(servers);
    return {
      name: kind.name,
      title: kind.title,
      tables: [contestantTable(`${sizes.products} products`, results, missing), temporalTable(results)],
      goals: goalsOf(kind, results, sizes.products),
      notes: contestants.map(({ name, what }) => `**${name}**: ${what}`),
      data: { products: sizes.products, results },
    };
  },
}));

async function contestantsOf(
  { servers, service, sizes, say }: Bench,
  { name, others }: FirstSync,
  { store, plain }: BenchStore,
): Promise<(Contestant | Missing)[]> {
  const contestants: (Contestant | Missing)[] = [
    await plainContestant(servers, 'limit', name, plain),
    ours(servers, service, store),
  ];
  if (!others) return contestants;
  contestants.push(
    await plainContestant(servers, 'row by row', name, plain),
    await plainContestant(servers, 'row by row, a commit a page', name, plain),
  );
  const left = (peer: string): Missing => ({ name: peer, missing: 'left out of a quick run' });
  contestants.push(sizes.peers ? await dlt(servers, name, plain, say) : left('dlt'));
  if (plain.platform === 'shopify') {
    contestants.push(sizes.peers ? await singer(servers, name, plain, say) : left('tap-shopify | target-postgres'));
  }
  return contestants;
}

function goalsOf(kind: FirstSync, results: readonly ContestantResult[], products: number): Goal[] {
  const runsOf = (name: string) => results.find((each) => each.name === name && !each.unequal)?.runs;
  const ourRuns = runsOf('ours') ?? [];
  const against = (name: string) => {
    const runs = runsOf(name);
    return runs ? ratiosOf(ourRuns, runs) : null;
  };
  const each = (note: string) => summaryOf(ourRuns.map(({ notes }) => notes[note] ?? Number.NaN)).median;
  const perThousand = (value: number) => (value * 1_000) / products;

  const { name, limits, others, platform } = kind;
  const peer = 'tap-shopify | target-postgres';
  const beside: Goal[] = [
    ratioGoal(`${name}: ours / dlt`, against('dlt'), { atLeast: 1 / 3 }),
    ...(platform === 'shopify' ? [ratioGoal(`${name}: ours / ${peer}`, against(peer), { atLeast: 1 / 8 })] : []),
    ratioGoal(`${name}: ours / row by row`, against('row by row'), { atLeast: 1 / 8 }),
  ];
  const variations = platform === 'woocommerce' ? (products / 5) * 3 : 0;
  const mostRequests = platform === 'shopify' ? 5 : 10 + perThousand(variations) / 100 + 2;
  return [
    ratioGoal(`${name}: ours / limit`, against('limit'), limits),
    ...(others ? beside : []),
    goal(
      `${name}: Temporal actions per 1,000 products (by history)`,
      perThousand(each('actions')),
      { atLeast: 25, aim: 12 },
      tenth,
    ),
    goal(
      `${name}: requests per 1,000 products`,
      perThousand(summaryOf(ourRuns.map(({ requests }) => requests)).median),
      { atLeast: mostRequests },
      tenth,
    ),
    goal(`${name}: events of the longest execution`, each('mostEvents'), { atLeast: 5_000 }, whole),
    goal(`${name}: kB of the longest history`, each('mostBytes') / 1_000, { atLeast: 4_000 }, whole),
  ];
}

/** Heartbeats are actions too on Temporal Cloud, and no history shows them: the server's own counter does. */
function temporalTable(results: readonly ContestantResult[]): Table {
  const runs = results.find(({ name }) => name === 'ours')?.runs ?? [];
  const notes = ['actions', 'heartbeats', 'activities', 'executions', 'events', 'bytes'];
  const median = (note: string) => summaryOf(runs.map((run) => run.notes[note] ?? Number.NaN)).median;
  return {
    title: 'What one of our syncs leaves in Temporal',
    columns: ['actions by history', 'heartbeats beside them', 'activities', 'executions', 'events', 'bytes of history'],
    rows: [notes.map((note) => whole(median(note)))],
  };
}

const tenth = (value: number) => value.toFixed(1);
