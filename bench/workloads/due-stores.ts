import { randomUUID } from 'node:crypto';
import { CADENCE_MODES } from '../../src/model/freshness/cadence-modes';
import type { DueSweep, DueTotals } from '../../src/model/freshness/due-sweep';
import { nextTime } from '../../src/stores/freshness/next-times';
import { startMeter, type Use } from '../meter/start-meter';
import { goal, megabytes, seconds, whole } from '../report/goals';
import { asAdmin, checkpoint } from '../servers/databases';
import { CATALOGUE_DATABASE, emptyCatalogue } from '../service/catalogue';
import { connectMany, retireStores } from '../service/connect-many';
import { hangingStores } from '../service/hanging-stores';
import { type HistoryFacts, readHistory } from '../service/read-history';
import type { Bench, Workload } from './workload';

interface SweepRun {
  name: string;
  /** Until the last of the Shopify stores was looked at; a sweep lasts as long as its slower platform. */
  seconds: number;
  sweepSeconds: number;
  totals: DueTotals;
  hung: DueTotals;
  use: Use;
  history: HistoryFacts;
}

const EVERY_MINUTES = 15;
const SWEEPS_AN_INTERVAL = 3;
const INTERVALS_AN_HOUR = 60 / EVERY_MINUTES;
const PROGRAMS = ['worker', 'Temporal', 'PostgreSQL'] as const;

/** Very many stores that are asked for news: an interval without any, and a sweep in which all are due and some have news. */
export const dueStores: Workload = {
  name: 'due-stores',
  title: 'Stores that are due',
  async run(bench) {
    const { stores: count, withNews, hanging } = bench.sizes.due;
    const { ids, domains } = await connectAll(bench, count, withNews);
    const minutes = spread(ids);
    const idle: SweepRun[] = [];
    for (let sweep = 0; sweep < SWEEPS_AN_INTERVAL; sweep++) {
      const due = ids.filter((_, at) => at % SWEEPS_AN_INTERVAL === sweep);
      idle.push(await sweepOf(bench, `idle ${sweep + 1}`, due));
    }
    const [name = ''] = domains;
    await bench.servers.stores.ask('changePrices', { platform: 'shopify', name, share: 0.5, turn: 1 });
    const busy = await sweepOf(bench, 'all due', ids);
    const beside = await besideHanging(bench, ids, hanging);
    const anHour = (of: (run: SweepRun) => number) =>
      idle.reduce((sum, run) => sum + of(run), 0) * (SWEEPS_AN_INTERVAL / idle.length) * INTERVALS_AN_HOUR;
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: `${whole(count)} stores, every ${EVERY_MINUTES} minutes`,
          columns: [
            'sweep',
            'due',
            'looked',
            'news',
            'started',
            'left',
            'time',
            'looks/s',
            ...CPU,
            'events',
            'worker peak',
          ],
          rows: [...idle, busy, beside].map(rowOf),
        },
        {
          title: 'The platform that hangs, in the last of these sweeps',
          columns: ['due', 'looks that failed', 'left', 'the sweep took'],
          rows: [[...[beside.hung.due, beside.hung.failed, beside.hung.left].map(whole), seconds(beside.sweepSeconds)]],
        },
        {
          title: 'An idle hour, from these sweeps',
          columns: [...CPU, 'executions', 'actions'],
          rows: [
            [
              ...PROGRAMS.map((name) => seconds(anHour(({ use }) => use.cpuSeconds[name] ?? 0))),
              whole(SWEEPS_AN_INTERVAL * INTERVALS_AN_HOUR),
              whole(anHour(({ history }) => history.actions)),
            ],
          ],
        },
        {
          title: 'Stores that are due in each minute of the interval',
          columns: minutes.map((_, at) => `${at + 1}`),
          rows: [minutes.map(whole)],
        },
      ],
      goals: [
        goal(
          'due-stores: looks without an answer',
          sum([...idle, busy, beside], ({ totals }) => totals.failed),
          { atLeast: 0 },
          whole,
        ),
        goal(
          'due-stores: stores that an idle sweep left',
          sum(idle, ({ totals }) => totals.left),
          { atLeast: 0 },
          whole,
        ),
        goal(
          'due-stores: stores with news of which no run began',
          withNews - (busy.totals.started.incremental ?? 0),
          { atLeast: 0 },
          whole,
        ),
        goal(
          'due-stores: Shopify stores that were left while WooCommerce hung',
          beside.totals.left + count - beside.totals.looked,
          { atLeast: 0 },
          whole,
        ),
        goal('due-stores: events of a sweep', busy.history.mostEvents, { atLeast: 50 }, whole),
      ],
      notes: [
        'All stores are Shopify shops in one simulator, ten a tenant; without heartbeats, of which a sweep has one in 4 s and platform.',
      ],
      data: { minutes, idle, busy, beside },
    };
  },
};

const CPU = PROGRAMS.map((name) => `CPU ${name}`);

const sum = (runs: SweepRun[], of: (run: SweepRun) => number) => runs.reduce((total, run) => total + of(run), 0);

/** All of them are due once more, and as many of the other platform as hang. */
async function besideHanging(bench: Bench, ids: readonly string[], hanging: number): Promise<SweepRun> {
  const hung = await hangingStores(bench.servers, bench.service, hanging);
  try {
    await readWhole(bench, hung.ids);
    return await sweepOf(bench, `all due, ${whole(hanging)} of WooCommerce hang`, [...ids, ...hung.ids]);
  } finally {
    hung.close();
  }
}

/** Connected, and read whole just now as far as their rows tell. */
async function connectAll({ servers, service, say }: Bench, count: number, withNews: number) {
  await emptyCatalogue(servers);
  await retireStores(servers);
  await asAdmin(servers, CATALOGUE_DATABASE, 'update stores set paused_at = now()');
  const domains = Array.from({ length: count }, (_, at) => `due-${count}-${at}.myshopify.com`);
  // Shops that are added together share their products: what one of the first changes is news in all of them.
  const shops = { products: 4, variantsEach: 1 };
  const { accessToken } = await servers.stores.ask('addShopify', { domains: domains.slice(0, withNews), ...shops });
  await servers.stores.ask('addShopify', { domains: domains.slice(withNews), ...shops });
  const stores = await connectMany(servers, service, domains, accessToken);
  const ids = stores.map(({ id }) => id);
  await readWhole({ servers }, ids);
  await service.restartWorker();
  say(`${count} stores are connected`);
  return { ids, domains };
}

/** As if the stores had just been read, to be asked for news since. */
async function readWhole({ servers }: Pick<Bench, 'servers'>, ids: readonly string[]): Promise<void> {
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `update stores set watermark = now(), watermark_observation = nextval('observations'), read_at = now() where id = any($1::uuid[])`,
    [ids],
  );
  await asAdmin(servers, CATALOGUE_DATABASE, 'analyze stores');
}

/** How many of them are due in each minute of the interval. */
function spread(ids: readonly string[]): number[] {
  const minutes = Array.from({ length: EVERY_MINUTES }, () => 0);
  const after = new Date(0);
  const cadence = { every: `${EVERY_MINUTES}m`, paused: false };
  const [, mode] = CADENCE_MODES;
  for (const storeId of ids) {
    const at = nextTime({ cadence, mode, storeId, timeZone: 'UTC', quietHours: null, after });
    const minute = Math.floor(Number(at) / 60_000) % EVERY_MINUTES;
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  return minutes;
}

async function sweepOf({ servers, service, say }: Bench, name: string, due: readonly string[]): Promise<SweepRun> {
  await asAdmin(
    servers,
    CATALOGUE_DATABASE,
    `update stores set next_incremental_at = case when id = any($1::uuid[]) then now() end where paused_at is null`,
    [due],
  );
  await checkpoint(servers);
  const meter = startMeter(
    {
      worker: service.workerPid(),
      Temporal: servers.temporal.program.pid() ?? 0,
      PostgreSQL: servers.postgres.program.pid() ?? 0,
    },
    'worker',
  );
  const begunAt = new Date();
  const startedAt = performance.now();
  const { taskQueue } = service.temporal;
  const workflowId = `sync-due-stores/${randomUUID()}`;
  const handle = await service.patient.workflow.start('SyncDueStoresWorkflow', { workflowId, taskQueue, args: [] });
  const { platforms }: DueSweep = await handle.result();
  const took = (performance.now() - startedAt) / 1000;
  const use = meter.stop();
  const { shopify: totals, woocommerce: hung } = platforms;
  if (totals === undefined || hung === undefined) throw new Error('the sweep tells not of both platforms');
  const [last] = await asAdmin<{ seconds: number }>(
    servers,
    CATALOGUE_DATABASE,
    `select extract(epoch from max(last_checked_at) - $1::timestamptz)::float8 as seconds from stores where platform = 'shopify'`,
    [begunAt],
  );
  const looked = last?.seconds ?? took;
  say(`${name}: ${totals.looked} looks in ${looked.toFixed(1)} s of ${took.toFixed(1)} s`);
  const history = await readHistory(service.patient, workflowId, handle.firstExecutionRunId);
  return { name, seconds: looked, sweepSeconds: took, totals, hung, use, history };
}

function rowOf({ name, seconds: took, totals, use, history }: SweepRun): string[] {
  const started = Object.entries(totals.started).map(([mode, runs]) => `${runs} ${mode}`);
  return [
    name,
    ...[totals.due, totals.looked, totals.news].map(whole),
    started.join(', ') || '0',
    whole(totals.left),
    seconds(took),
    whole(totals.looked / took),
    ...PROGRAMS.map((program) => seconds(use.cpuSeconds[program] ?? 0)),
    whole(history.mostEvents),
    megabytes(use.peakMegabytes.worker ?? 0),
  ];
}
