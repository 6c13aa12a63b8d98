import { runOnce } from '../compare/run-rounds';
import { summaryOf } from '../compare/summary';
import type { MeasuredRun } from '../contestants/contestant';
import { ours } from '../contestants/ours';
import { curveTable } from '../report/curve-table';
import { goal, megabytes, ratio, seconds, whole } from '../report/goals';
import type { Goal } from '../report/result';
import { asAdmin } from '../servers/databases';
import { CATALOGUE_DATABASE, emptyCatalogue } from '../service/catalogue';
import { newShopify } from './new-store';
import type { Bench, Workload } from './workload';

export interface BigRun {
  products: number;
  run: MeasuredRun;
  databaseBytes: number;
  /** Seconds of first syncs of other, small stores: the catalogue holds this size meanwhile. */
  besideIt: number[];
}

const SMALL_STORES = 3;

/** Large catalogues, ours alone: memory, time a product and history as they grow. */
export const big: Workload = {
  name: 'big',
  title: 'Shopify, first syncs of large catalogues by paged reads',
  async run(bench) {
    const runs: BigRun[] = [];
    for (const products of bench.sizes.big) runs.push(await syncOf(bench, products));
    await emptyCatalogue(bench.servers);
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: 'One run each',
          columns: [
            'products',
            'time',
            'ms a product',
            'worker peak',
            'database',
            'executions',
            'events, longest',
            'history kB, longest',
            'actions per 1,000',
            'requests',
            'a small store beside it',
          ],
          rows: runs.map(rowOf),
        },
        curveTable(runs.map(({ products, run }) => [whole(products), run.curve])),
      ],
      goals: goalsOf(runs),
      notes: [
        'The products are made by the simulated shop when they are asked for; its CPU time is in the time.',
        `“A small store beside it”: median of ${SMALL_STORES} first syncs of stores of ${smallest(bench)} products while the catalogue holds the large one.`,
      ],
      data: runs,
    };
  },
};

async function syncOf(bench: Bench, products: number): Promise<BigRun> {
  const { servers, service, say } = bench;
  await emptyCatalogue(servers);
  await service.restartWorker();
  const { store, name } = await newShopify(bench, `big-${products}`, { products, onDemand: true });
  const run = await runOnce(servers, ours(servers, service, store, { again: true }), name, 'contestant');
  say(`${products} products: ${run.seconds.toFixed(1)} s, worker ${run.peakMegabytes.contestant} MB at most`);

  const [{ bytes } = { bytes: '0' }] = await asAdmin<{ bytes: string }>(
    servers,
    CATALOGUE_DATABASE,
    'select pg_database_size(current_database())::text as bytes',
  );

  const besideIt: number[] = [];
  for (let at = 0; at < SMALL_STORES; at++) {
    const size = { products: smallest(bench), onDemand: true };
    const small = await newShopify(bench, `beside-${products}-${at}`, size);
    besideIt.push((await runOnce(servers, ours(servers, service, small.store, { again: true }), small.name)).seconds);
  }
  return { products, run, databaseBytes: Number(bytes), besideIt };
}

const smallest = ({ sizes }: Bench) => sizes.big[0] ?? 0;

function rowOf({ products, run, databaseBytes, besideIt }: BigRun): string[] {
  const { executions = 0, mostEvents = 0, mostBytes = 0, actions = 0 } = run.notes;
  return [
    whole(products),
    seconds(run.seconds),
    ((run.seconds * 1_000) / products).toFixed(3),
    megabytes(run.peakMegabytes.contestant ?? 0),
    megabytes(databaseBytes / 1024 ** 2),
    whole(executions),
    whole(mostEvents),
    whole(mostBytes / 1_000),
    ((actions * 1_000) / products).toFixed(1),
    whole(run.requests),
    seconds(summaryOf(besideIt).median),
  ];
}

function goalsOf(runs: readonly BigRun[]): Goal[] {
  const [least, most] = [runs[0], runs.at(-1)];
  if (!least || !most) return [];
  const peakOf = ({ run }: BigRun) => run.peakMegabytes.contestant ?? Number.NaN;
  const perProduct = ({ run, products }: BigRun) => run.seconds / products;
  const name = `${least.products} to ${most.products} products`;
  const longest = (note: string) => Math.max(...runs.map(({ run }) => run.notes[note] ?? 0));
  return [
    goal(`big: worker’s peak memory, ${name}`, peakOf(most) / peakOf(least), { atLeast: 1.2 }, ratio),
    goal(`big: worker’s peak memory at ${most.products}`, peakOf(most), { atLeast: 500, aim: 350 }, megabytes),
    goal(`big: seconds a product of a first sync, ${name}`, perProduct(most) / perProduct(least), {
      atLeast: 1.3,
      aim: 1.1,
    }),
    goal(
      `big: a small store’s first sync with ${most.products} products stored against ${least.products}`,
      summaryOf(most.besideIt).median / summaryOf(least.besideIt).median,
      { atLeast: 1.3, aim: 1.1 },
    ),
    goal('big: events of the longest execution', longest('mostEvents'), { atLeast: 5_000 }, whole),
    goal('big: kB of the longest history', longest('mostBytes') / 1_000, { atLeast: 4_000 }, whole),
  ];
}
