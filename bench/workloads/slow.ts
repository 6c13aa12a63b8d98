import { startSync } from '../../src/temporal/start-sync';
import { percentile, ratios, summaryOf } from '../compare/summary';
import { ratioGoal, seconds, spread } from '../report/goals';
import { checkpoint } from '../servers/databases';
import { emptyCatalogue } from '../service/catalogue';
import { connectMany } from '../service/connect-many';
import type { Bench, Workload } from './workload';

const VARIANTS_EACH = 3;

interface SlowRound {
  p50: number;
  p95: number;
  last: number;
}

/** Many stores at once, one of them very slow: what it costs the others. */
export const slow: Workload = {
  name: 'slow',
  title: 'Many stores at once, one of them slow',
  async run(bench) {
    const { sizes, say } = bench;
    const { stores: count, answerMs, rounds, products } = sizes.slow;
    const others = await storesOf(bench, 'slow-other', count - 1, 0);
    const [normal] = await storesOf(bench, 'slow-normal', 1, 0);
    const [slowOne] = await storesOf(bench, 'slow-slow', 1, answerMs);
    if (!normal || !slowOne) throw new Error('a store is missing');

    const without: SlowRound[] = [];
    const beside: SlowRound[] = [];
    for (let round = 0; round <= rounds; round++) {
      const quiet = await syncAll(bench, others, normal);
      const disturbed = await syncAll(bench, others, slowOne);
      say(`round ${round}: p95 ${quiet.p95.toFixed(1)} s without, ${disturbed.p95.toFixed(1)} s with a slow store`);
      if (round === 0) continue;
      without.push(quiet);
      beside.push(disturbed);
    }
    await emptyCatalogue(bench.servers);

    const row = (name: string, of: readonly SlowRound[]) => [
      name,
      ...(['p50', 'p95', 'last'] as const).map((each) => spread(summaryOf(of.map((one) => one[each])), seconds)),
    ];
    const p95s = (of: readonly SlowRound[]) => of.map(({ p95 }) => p95);
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: `${count} stores of ${products} products started at once; the slow one answers in ${answerMs / 1000} s`,
          columns: ['the others', 'p50', 'p95', 'last'],
          rows: [row('without the slow one', without), row('with it', beside)],
        },
      ],
      goals: [
        ratioGoal('slow: p95 of the others, with / without', ratios(p95s(beside), p95s(without)), {
          atLeast: 1.2,
          aim: 1.05,
        }),
      ],
      notes: ['The time of a store is from the common start to the end of its run.'],
      data: { without, beside },
    };
  },
};

type ManyStore = Awaited<ReturnType<typeof connectMany>>[number];

async function storesOf({ servers, service, sizes }: Bench, prefix: string, count: number, pageTimeMs: number) {
  const domains = Array.from({ length: count }, (_, at) => `${prefix}-${at}.myshopify.com`);
  const { accessToken } = await servers.stores.ask('addShopify', {
    ...{ domains, products: sizes.slow.products, variantsEach: VARIANTS_EACH, pageTimeMs },
  });
  return connectMany(servers, service, domains, accessToken);
}

/** The times of the others; the last store is waited for and not counted. */
async function syncAll({ servers, service }: Bench, others: readonly ManyStore[], one: ManyStore): Promise<SlowRound> {
  await emptyCatalogue(servers);
  await checkpoint(servers);
  const startedAt = performance.now();
  const times = await Promise.all(
    [...others, one].map(async ({ id: storeId, tenantId, platform, name: storeName }) => {
      const input = { tenantId, storeId, platform, storeName, mode: 'full', trigger: 'api' } as const;
      const { workflowId, runId } = await startSync(service.temporal, input);
      await service.patient.workflow.getHandle(workflowId, undefined, { firstExecutionRunId: runId }).result();
      return (performance.now() - startedAt) / 1000;
    }),
  );
  const counted = times.slice(0, -1);
  return { p50: percentile(counted, 0.5), p95: percentile(counted, 0.95), last: Math.max(...counted) };
}
