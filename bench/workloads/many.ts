import { startSweep } from '../../src/temporal/start-sweep';
import { startMeter, type Use } from '../meter/start-meter';
import { goal, megabytes, ratio, seconds, whole } from '../report/goals';
import type { Goal } from '../report/result';
import { asAdmin, checkpoint } from '../servers/databases';
import { CATALOGUE_DATABASE, emptyCatalogue } from '../service/catalogue';
import { connectMany, retireStores } from '../service/connect-many';
import { readHistory } from '../service/read-history';
import type { Bench, Workload } from './workload';

interface ManyRun {
  stores: number;
  products: number;
  seconds: number;
  use: Use;
  statuses: Record<string, number>;
  products_stored: number;
  /** Of the sweep, its slices and a sample of the runs. */
  mostEvents: number;
}

const VARIANTS_EACH = 3;
const RUNS_LOOKED_AT = 30;

/** One sweep over very many stores. */
export const many: Workload = {
  name: 'many',
  title: 'A sweep of all stores',
  async run(bench) {
    const runs: ManyRun[] = [];
    for (const size of bench.sizes.many) runs.push(await sweepOf(bench, size));
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: 'One run each',
          columns: [
            'stores × products',
            'time',
            'stores/s',
            'products/s',
            'ended as',
            'worker peak',
            'Temporal peak',
            'events, longest',
          ],
          rows: runs.map(rowOf),
        },
      ],
      goals: runs.flatMap(goalsOf),
      notes: [
        'All stores are Shopify shops that sell the same products, so that they fit into memory; ten stores a tenant.',
        `The longest history is that of the sweep, its slices and ${RUNS_LOOKED_AT} runs.`,
      ],
      data: runs,
    };
  },
};

async function sweepOf(
  bench: Bench,
  { stores: count, products }: { stores: number; products: number },
): Promise<ManyRun> {
  const { servers, service, say } = bench;
  await emptyCatalogue(servers);
  await retireStores(servers);
  const domains = Array.from({ length: count }, (_, at) => `many-${count}-${at}.myshopify.com`);
  const { accessToken } = await servers.stores.ask('addShopify', { domains, products, variantsEach: VARIANTS_EACH });
  await connectMany(servers, service, domains, accessToken);
  await service.restartWorker();
  await checkpoint(servers);
  say(`${count} stores of ${products} products are connected`);

  const meter = startMeter(
    {
      worker: service.workerPid(),
      Temporal: servers.temporal.program.pid() ?? 0,
      PostgreSQL: servers.postgres.program.pid() ?? 0,
      stores: servers.stores.pid,
    },
    'worker',
  );
  const startedAt = performance.now();
  const { workflowId, runId } = await startSweep(service.temporal, {
    platform: 'shopify',
    mode: 'full',
    trigger: 'api',
  });
  await service.patient.workflow.getHandle(workflowId, runId).result();
  const took = (performance.now() - startedAt) / 1000;
  const use = meter.stop();
  say(`${count} stores: ${took.toFixed(1)} s`);
  return { stores: count, products, seconds: took, use, ...(await outcomeOf(bench, workflowId, runId)) };
}

async function outcomeOf({ servers, service }: Bench, workflowId: string, sweepId: string) {
  const statuses = await asAdmin<{ status: string; count: number }>(
    servers,
    CATALOGUE_DATABASE,
    'select status, count(*)::int as count from sync_runs where sweep_id = $1::uuid group by status',
    [sweepId],
  );
  const [stored] = await asAdmin<{ count: number }>(
    servers,
    CATALOGUE_DATABASE,
    'select count(*)::int as count from products',
  );
  const runs = await asAdmin<{ workflow_id: string; id: string }>(
    servers,
    CATALOGUE_DATABASE,
    'select workflow_id, id from sync_runs where sweep_id = $1::uuid order by md5(id::text) limit $2::int',
    [sweepId, RUNS_LOOKED_AT],
  );
  const lengths: number[] = [];
  const query = `WorkflowId STARTS_WITH "${workflowId}"`;
  for await (const { historyLength } of service.patient.workflow.list({ query })) lengths.push(historyLength);
  for (const run of runs) lengths.push((await readHistory(service.patient, run.workflow_id, run.id)).mostEvents);
  return {
    statuses: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
    products_stored: stored?.count ?? 0,
    mostEvents: Math.max(...lengths),
  };
}

function rowOf(run: ManyRun): string[] {
  return [
    `${run.stores} × ${run.products}`,
    seconds(run.seconds),
    (run.stores / run.seconds).toFixed(1),
    whole((run.stores * run.products) / run.seconds),
    Object.entries(run.statuses)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
    megabytes(run.use.peakMegabytes.worker ?? 0),
    megabytes(run.use.peakMegabytes.Temporal ?? 0),
    whole(run.mostEvents),
  ];
}

function goalsOf(run: ManyRun): Goal[] {
  const name = `many, ${run.stores} × ${run.products}`;
  const notCompleted = run.stores - (run.statuses.completed ?? 0);
  return [
    goal(`${name}: stores that did not end as completed`, notCompleted, { atLeast: 0 }, whole),
    goal(
      `${name}: products that are not stored`,
      run.stores * run.products - run.products_stored,
      { atLeast: 0 },
      whole,
    ),
    goal(`${name}: worker’s memory, second half against first half`, growth(run.use.curve), { atLeast: 1.2 }, ratio),
    goal(`${name}: events of the longest history`, run.mostEvents, { atLeast: 5_000 }, whole),
  ];
}

/** Peaks of the two halves: a leak goes on growing, a cache is full in the first. */
function growth(curve: readonly [number, number][]): number {
  const middle = Math.floor(curve.length / 2);
  const peak = (part: readonly [number, number][]) => Math.max(...part.map(([, size]) => size));
  return peak(curve.slice(middle)) / peak(curve.slice(0, middle));
}
