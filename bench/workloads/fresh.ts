import type { RunMode } from '../../src/model/run';
import { summaryOf } from '../compare/summary';
import { goal, seconds, spread, whole } from '../report/goals';
import type { Goal, Table } from '../report/result';
import { checkpoint } from '../servers/databases';
import { changedIds, emptyCatalogue, rowsWrittenSince, transactionNow } from '../service/catalogue';
import type { News } from '../stores/messages';
import { type BenchStore, newShopify, newWooCommerce } from './new-store';
import type { Bench, Workload } from './workload';

type PlatformName = 'shopify' | 'woocommerce';

interface Column {
  mode: RunMode;
  /** Which of the news it has to bring. */
  brings(news: News, platform: PlatformName): string[];
}

/** One column of the tables each. */
const COLUMNS: readonly Column[] = [
  { mode: 'full', brings: ({ changed, binned, destroyed }) => [...changed, ...binned, ...destroyed] },
  {
    mode: 'incremental',
    // What WooCommerce deletes for good it tells nobody: that stays until the full run.
    brings: ({ changed, binned, destroyed }, platform) => [
      ...[...changed, ...binned],
      ...(platform === 'shopify' ? destroyed : []),
    ],
  },
];

interface MeasuredSync {
  seconds: number;
  requests: number;
  bytes: number;
  rows: { products: number; variants: number };
  /** Products that it changed and should not have, and the other way round. */
  wrong: number;
  changed: number;
}

interface MeasuredMode {
  mode: RunMode;
  unchanged: MeasuredSync[];
  news: MeasuredSync[];
}

/** The cadences beside each other: what a sync of each mode costs where nothing is new, and where little is. */
export const fresh: Workload = {
  name: 'fresh',
  title: 'Full beside incremental: nothing new, and a little',
  async run(bench) {
    const shopify = await runOn(bench, 'shopify');
    const wooCommerce = await runOn(bench, 'woocommerce');
    return {
      name: this.name,
      title: this.title,
      tables: [shopify.table, wooCommerce.table],
      goals: [...shopify.goals, ...wooCommerce.goals],
      notes: [
        'Bytes are those of the answers’ bodies, before any compression. Rows written are counted by the rows’ own transaction ids.',
        'Products are right when those that the run noted as changed are exactly those that the mode can see: WooCommerce tells nobody of what was deleted for good, so that it stays until the full sync.',
        'The shops’ clocks are put forward between the rounds: what changed within the last 5 minutes would be read twice.',
      ],
      data: { shopify: shopify.data, wooCommerce: wooCommerce.data },
    };
  },
};

async function runOn(bench: Bench, platform: PlatformName): Promise<{ table: Table; goals: Goal[]; data: unknown }> {
  const { servers, service, sizes, say } = bench;
  const { rounds, ...newsSize } = sizes.news;
  const newStore = platform === 'shopify' ? newShopify : newWooCommerce;
  const store = await newStore(bench, `fresh-${platform}`, { products: sizes.products, ownClock: true });
  await service.sync(store.store);
  const measured = COLUMNS.map(({ mode }): MeasuredMode => ({ mode, unchanged: [], news: [] }));

  for (let round = 0; round <= rounds; round++) {
    for (const [at, { mode, brings }] of COLUMNS.entries()) {
      await beforeNews(bench, store);
      const unchanged = await measure(bench, store, mode, []);
      const turn = round * COLUMNS.length + at;
      const news = await servers.stores.ask('makeNews', { ...store.name, ...newsSize, turn });
      const changed = await measure(bench, store, mode, brings(news, platform));
      // The full run brings what the mode cannot see.
      await service.sync(store.store);
      say(
        `${round === 0 ? 'warm-up' : `round ${round}`}: ${mode} ${unchanged.seconds.toFixed(2)} s, ${changed.seconds.toFixed(2)} s with news`,
      );
      if (round === 0) continue;
      measured[at]?.unchanged.push(unchanged);
      measured[at]?.news.push(changed);
    }
  }
  await emptyCatalogue(servers);
  return {
    table: tableOf(`${platform}, ${sizes.products} products`, measured, newsSize),
    goals: measured.flatMap((each) => goalsOf(platform, each)),
    data: measured,
  };
}

/** A little more than what is read twice. */
const OVERLAP_SECONDS = 600;

/** What is new lies behind the next watermark, and is not read again. */
async function beforeNews({ servers, service }: Bench, { store, name }: BenchStore): Promise<void> {
  await servers.stores.ask('putForward', { ...name, seconds: OVERLAP_SECONDS });
  await service.sync(store, 'incremental');
  await servers.stores.ask('putForward', { ...name, seconds: OVERLAP_SECONDS });
}

async function measure(
  { servers, service }: Bench,
  { store, name }: BenchStore,
  mode: RunMode,
  wanted: readonly string[],
): Promise<MeasuredSync> {
  await checkpoint(servers);
  const [transaction, before] = [await transactionNow(servers), await servers.stores.ask('counters', name)];
  const finished = await service.sync(store, mode);
  const after = await servers.stores.ask('counters', name);
  if (finished.run.mode !== mode) throw new Error(`the ${mode} sync of ${store.name} went on as ${finished.run.mode}`);
  const changed = await changedIds(servers, finished.runId);
  const both = new Set([...changed, ...wanted]);
  return {
    seconds: finished.seconds,
    requests: after.requests - before.requests,
    bytes: after.bytes - before.bytes,
    rows: await rowsWrittenSince(servers, transaction),
    wrong: 2 * both.size - changed.length - wanted.length,
    changed: changed.length,
  };
}

/** A row for each figure, a column for each mode: the next one stands beside these. */
function tableOf(
  title: string,
  measured: readonly MeasuredMode[],
  { changed, binned, destroyed }: { changed: number; binned: number; destroyed: number },
): Table {
  const kilobytes = (value: number) => `${(value / 1_000).toFixed(value < 10_000 ? 1 : 0)} kB`;
  const figures: [string, (runs: readonly MeasuredSync[]) => string][] = [
    ['requests', (runs) => spread(summaryOf(runs.map((run) => run.requests)), whole)],
    ['bytes', (runs) => spread(summaryOf(runs.map((run) => run.bytes)), kilobytes)],
    ['time', (runs) => spread(summaryOf(runs.map((run) => run.seconds)), seconds)],
    [
      'rows written: products · variants',
      (runs) =>
        [runs.map((run) => run.rows.products), runs.map((run) => run.rows.variants)]
          .map((rows) => spread(summaryOf(rows), whole))
          .join(' · '),
    ],
  ];
  const lines = (what: string, of: (mode: MeasuredMode) => readonly MeasuredSync[]) =>
    figures.map(([name, show]) => [`${what}: ${name}`, ...measured.map((mode) => show(of(mode)))]);
  const news = `${changed} changed, ${binned} binned, ${destroyed} destroyed`;
  return {
    title,
    columns: ['', ...measured.map(({ mode }) => mode)],
    rows: [
      ...lines('nothing new', (mode) => mode.unchanged),
      ...lines(news, (mode) => mode.news),
      [
        `${news}: products changed`,
        ...measured.map(({ news: runs }) => spread(summaryOf(runs.map((run) => run.changed)), whole)),
      ],
    ],
  };
}

function goalsOf(platform: PlatformName, { mode, unchanged, news }: MeasuredMode): Goal[] {
  const most = (values: number[]) => summaryOf(values).most;
  const rows = unchanged.map((run) => run.rows.products + run.rows.variants);
  const wrong = [...unchanged, ...news].map((run) => run.wrong);
  return [
    goal(`fresh, ${platform}, ${mode}: rows written where nothing is new`, most(rows), { atLeast: 0, aim: 0 }, whole),
    goal(`fresh, ${platform}, ${mode}: products wrongly changed or left`, most(wrong), { atLeast: 0, aim: 0 }, whole),
  ];
}
