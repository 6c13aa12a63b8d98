import type { BigRun } from '../workloads/big';
import { tableText } from './markdown';
import type { WorkloadResult } from './result';

/** Stores × products for which the page says what they need. */
const ESTATES = [
  [10, 1_000],
  [100, 1_000],
  [1_000, 1_000],
  [1_000, 10_000],
  [10_000, 1_000],
  [10, 1_000_000],
] as const;

/** Of a store that takes 0.4 s to answer: a page is a batch, a batch two activities, too short for a heartbeat. */
const ACTIONS_A_PAGE = 2;
/** WooCommerce's is three listings. */
const PAGE = { shopify: 250, woocommerce: 296 };
/** Start, opening, looking for the missing, closing, search attributes. */
const ACTIONS_A_RUN = 6;

/** What estates need, out of what the large workload measured: per product, linear in their number. */
export function needsText(workloads: readonly WorkloadResult[]): string {
  const runs = workloads.find(({ name }) => name === 'big')?.data as BigRun[] | undefined;
  const largest = runs?.at(-1);
  if (!largest) return '';
  const { products, databaseBytes, run } = largest;
  const bytesEach = databaseBytes / products;
  const cpuEach = ((run.cpuSeconds.contestant ?? 0) + (run.cpuSeconds.PostgreSQL ?? 0)) / products;
  const actions = (stores: number, each: number, page: number) =>
    stores * (ACTIONS_A_RUN + ACTIONS_A_PAGE * Math.ceil(each / page));
  return tableText({
    title: '',
    columns: [
      'stores × products',
      'database',
      'CPU of first syncs: worker and PostgreSQL',
      'actions of one full sync of all, WooCommerce',
      'the same, Shopify',
    ],
    rows: ESTATES.map(([stores, each]) => [
      `${stores} × ${each}`,
      `${((stores * each * bytesEach) / 1e9).toFixed(1)} GB`,
      `${((stores * each * cpuEach) / 60).toFixed(1)} core minutes`,
      String(actions(stores, each, PAGE.woocommerce)),
      String(actions(stores, each, PAGE.shopify)),
    ]),
  });
}
