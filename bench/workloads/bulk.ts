import { difference, fingerprint } from '../compare/parity';
import { runOnce, runRounds } from '../compare/run-rounds';
import { summaryOf } from '../compare/summary';
import type { Contestant, MeasuredRun } from '../contestants/contestant';
import { ours } from '../contestants/ours';
import { plainContestant } from '../contestants/plain-contestant';
import { contestantTable } from '../report/contestant-table';
import { curveTable } from '../report/curve-table';
import { goal, megabytes, seconds, whole } from '../report/goals';
import type { Table } from '../report/result';
import { emptyCatalogue } from '../service/catalogue';
import { newShopify, readInBulk, readPages } from './new-store';
import type { Bench, Workload } from './workload';

/** Of a shop on Shopify's Standard plan. */
const BUCKET = { maximum: 2_000, restoreRate: 100 };

/** Shopify's bulk operations beside paged reads, and a very large shop in bulk. */
export const bulk: Workload = {
  name: 'bulk',
  title: 'Shopify in bulk and page by page',
  async run(bench) {
    const { operationMs, bigOperationMs, big } = bench.sizes.bulk;
    const compared = await compare(bench);
    const large = await syncLarge(bench);
    const curve = large.run.curve;
    return {
      name: this.name,
      title: this.title,
      tables: [compared.table, large.table, curveTable([[`${big} products in bulk`, curve]])],
      goals: [
        goal(
          `bulk: products of ${big} that are not stored as the shop has them`,
          large.unequal ? big : 0,
          { atLeast: 0 },
          whole,
        ),
        goal(
          `bulk: worker’s peak memory at ${big}`,
          large.run.peakMegabytes.contestant ?? null,
          { atLeast: 500, aim: 350 },
          megabytes,
        ),
        goal('bulk: events of the longest execution', large.run.notes.mostEvents ?? null, { atLeast: 5_000 }, whole),
      ],
      notes: [
        `The bucket of a Standard plan (${BUCKET.maximum} points, ${BUCKET.restoreRate} a second); the simulated shop needs ${operationMs / 1000} s for the small operation and ${bigOperationMs / 1000} s for the large one, which are in the times. How long Shopify needs is not known.`,
        'The large shop has no bucket. Its catalogue is compared with what the limit stored of the same shop, all columns.',
      ],
      data: { compared: compared.results, large },
    };
  },
};

async function compare(bench: Bench) {
  const { servers, service, sizes, say } = bench;
  const { products, operationMs, rounds } = sizes.bulk;
  const { store, name } = await newShopify(bench, 'bulk', { products, bucket: BUCKET, bulkMs: operationMs });
  const reading = (way: string, choose: typeof readPages): Contestant => {
    const contestant = ours(servers, service, store);
    return {
      ...contestant,
      name: `ours, ${way}`,
      async prepare() {
        await choose(servers, store);
        return contestant.prepare();
      },
    };
  };
  const results = await runRounds(servers, [reading('page by page', readPages), reading('in bulk', readInBulk)], {
    ...{ rounds, store: name, say },
  });
  await emptyCatalogue(servers);
  const table = contestantTable(`${products} products under a bucket`, results, []);
  table.columns.push('points');
  table.rows.forEach((row, at) => {
    row.push(whole(summaryOf(results[at]?.runs.map(({ points }) => points) ?? []).median));
  });
  return { results, table };
}

async function syncLarge(bench: Bench): Promise<{ run: MeasuredRun; unequal: string | null; table: Table }> {
  const { servers, service, sizes, say } = bench;
  const { big: products, bigOperationMs: bulkMs } = sizes.bulk;
  const { store, name, plain } = await newShopify(bench, 'bulk-large', {
    ...{ products, onDemand: true, inBulk: true, bulkMs },
  });
  await service.restartWorker();
  const large = ours(servers, service, store);
  const run = await runOnce(servers, large, name, 'contestant');
  say(`${products} products in bulk: ${run.seconds.toFixed(1)} s`);

  const limit = await plainContestant(servers, 'limit', 'bulk-large', plain);
  const limitRun = await runOnce(servers, limit, name);
  const unequal = difference(await fingerprint(servers, limit.catalogue), await fingerprint(servers, large.catalogue));
  if (unequal) say(`the catalogue is not the shop’s: ${unequal}`);
  await emptyCatalogue(servers);

  const { executions = 0, mostEvents = 0, mostBytes = 0, actions = 0 } = run.notes;
  const table = {
    title: 'A large shop in bulk, one run',
    columns: [
      'products',
      'time',
      'the limit’s, page by page',
      'worker peak',
      'executions',
      'events, longest',
      'history kB, longest',
      'actions per 1,000',
      'requests',
      'catalogue',
    ],
    rows: [
      [
        ...[
          whole(products),
          seconds(run.seconds),
          seconds(limitRun.seconds),
          megabytes(run.peakMegabytes.contestant ?? 0),
        ],
        ...[whole(executions), whole(mostEvents), whole(mostBytes / 1_000), ((actions * 1_000) / products).toFixed(1)],
        ...[whole(run.requests), unequal ?? 'equal'],
      ],
    ],
  };
  return { run, unequal, table };
}
