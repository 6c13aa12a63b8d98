import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ApiProblem } from '../../../local/demo/api-client';
import { seededRandom } from '../../../simulators/catalogue/random';
import { startShopifySimulator } from '../../../simulators/shopify/start';
import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { newKeyText } from '../../../src/tenants/key-text';
import { startPrograms } from '../../chaos/world/programs';
import {
  type AnyRun,
  type HostileStore,
  type HostileWorld,
  hostileStores,
  newTenant,
  readRun,
  startSync,
  type Tenant,
} from '../world/hostile-world';
import { quietNeighbour } from '../world/neighbour';
import { useOfProcess } from '../world/use-of-process';
import { malformedRequests, send, sendRaw } from './malformed';
import { type MemoryReport, type MemorySample, memoryReport, quantile } from './memory';

export interface HostileReport {
  minutes: number;
  seed: number;
  /** Runs of hostile stores that ended, and those that ended otherwise than designed, with how often. */
  hostile: { stores: number; ended: number; otherwise: Record<string, number> };
  /** Answers to malformed requests and floods, by status; `closed` where there was none. */
  answers: Record<string, number>;
  neighbour: {
    syncs: number;
    seconds: Record<'p50' | 'most', number>;
    apiMs: Record<'p50' | 'p99' | 'most', number>;
    statuses: Record<string, number>;
  };
  memory: { api: MemoryReport; worker: MemoryReport };
  violations: string[];
}

export interface HostileOptions {
  minutes: number;
  seed: number;
  /** Malformed requests, spread over the time. */
  requests: number;
  say(line: string): void;
}

/** 503s that are meant: one is away, or a read takes too long, or the tenant has its share in use already. */
const DESIGNED_503 = ['temporal_unavailable', 'database_unavailable'];

const AT_ONCE = 12;
const SAMPLE_MS = 5_000;
/** A key may ask 600 times a minute. */
const STEP_MS = 3_000;
const FLOOD = { everyMs: 20_000, requests: 200, atOnce: 20 } as const;
const NEIGHBOUR = { syncEveryMs: 10_000, askEveryMs: 500, syncWithinMs: 300_000 } as const;

const Stores = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });

/** Plays every hostility again and again beside a neighbour, malformed requests and floods, and measures. */
export async function playHostile(options: HostileOptions): Promise<HostileReport> {
  const { minutes, seed, say } = options;
  const [wooCommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const programs = await startPrograms(shopify.originTemplate, {
    workers: ['worker 1'],
    env: { RUN_RETRY_DELAYS: '', LOG_LEVEL: 'info', RATE_LIMIT_PER_MINUTE: '' },
  });
  const world: HostileWorld = {
    apiUrl: programs.apiUrl,
    operatorKey: programs.env.OPERATOR_KEY ?? '',
    wooCommerce,
    shopify,
  };
  const samples: Record<'api' | 'worker', MemorySample[]> = { api: [], worker: [] };
  const answers: Record<string, number> = {};
  const violations: string[] = [];
  const report = (what: string) => {
    if (!violations.includes(what)) violations.push(what);
  };
  let isOver = false;
  const startedAt = performance.now();
  const again = async (everyMs: number, work: () => Promise<void>) => {
    while (!isOver) {
      const begun = performance.now();
      await work();
      await sleep(Math.max(0, everyMs - (performance.now() - begun)));
    }
  };

  function count(answer: { status: number; code: string | null } | null, what: string): void {
    const { status = 'closed', code = null } = answer ?? {};
    answers[status] = (answers[status] ?? 0) + 1;
    if (typeof status !== 'number' || status < 500) return;
    if (status !== 503 || !DESIGNED_503.includes(code ?? '')) report(`${status} ${code} to ${what}`);
  }

  async function sample(): Promise<void> {
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const [name, victim] of [
      ['api', 'the API'],
      ['worker', 'worker 1'],
    ] as const) {
      const use = useOfProcess(programs.pid(victim));
      if (use !== null) samples[name].push({ seconds, memory: use.memory });
    }
  }

  try {
    const [ending, goingOn] = [await newTenant(world, 'Hostile'), await newTenant(world, 'Hostile for long')];
    const tenants = [ending, goingOn];
    const neighbour = await quietNeighbour(world, { woo: 250, shopify: 120 });
    // A tenant's stores that hang hold up the tenant's others, which are to end many times.
    const stores = [
      ...(await hostileStores(world, ending, ({ ends }) => !('goes_on' in ends))),
      ...(await hostileStores(world, goingOn, ({ ends }) => 'goes_on' in ends)),
    ];
    say(`${stores.length} hostile stores, ${minutes} minutes, seed ${seed}`);
    const hostile = hostileRounds(stores, seed, report);
    const next = malformedRequests(seed, tenants);
    const syncs: number[] = [];
    const asked: { ms: number; status: number }[] = [];

    const going = [
      again(STEP_MS, () => hostile.step().catch(unlessTooMany)),
      again(NEIGHBOUR.syncEveryMs, async () => {
        const { seconds, faults } = await neighbour.sync(NEIGHBOUR.syncWithinMs);
        syncs.push(seconds);
        for (const fault of faults) report(`the neighbour: ${fault}`);
        say(`the neighbour's sync took ${seconds.toFixed(1)} s; ${hostile.ended()} runs of hostile stores ended`);
      }),
      again(NEIGHBOUR.askEveryMs, async () => {
        const answer = await neighbour.ask();
        asked.push(answer);
        // Neither its own requests nor anybody's wrong keys may cost it an answer.
        if (answer.status !== 200) report(`${answer.status} to the neighbour`);
      }),
      again((minutes * 60_000) / options.requests, async () => {
        const request = next();
        count(await send(world.apiUrl, request), `${request.method} ${request.path.slice(0, 200)}`);
      }),
      again(FLOOD.everyMs, () => flood(world, tenants, count)),
      again(SAMPLE_MS, sample),
    ];
    await sleep(minutes * 60_000);
    isOver = true;
    await Promise.all(going);
    for (const [n, tenant] of tenants.entries()) {
      const { items } = await tenant.api.get('/v1/stores?limit=200', Stores);
      for (const each of items.filter(({ status }) => status !== 'active'))
        report(`store ${each.id} of tenant ${n} became ${each.status}`);
    }
    for (const { ended } of programs.ownEnds) report(`${ended} by itself`);
    const memory = { api: memoryReport(samples.api), worker: memoryReport(samples.worker) };
    for (const [name, { grows, thirdQuarter, lastQuarter }] of Object.entries(memory)) {
      if (grows) report(`the ${name} grows: ${thirdQuarter} MB, then ${lastQuarter} MB`);
    }
    const ms = asked.map((each) => each.ms);
    return {
      minutes,
      seed,
      hostile: { stores: stores.length, ended: hostile.ended(), otherwise: hostile.otherwise },
      answers,
      neighbour: {
        syncs: syncs.length,
        seconds: { p50: round(quantile(syncs, 0.5)), most: round(Math.max(0, ...syncs)) },
        apiMs: { p50: round(quantile(ms, 0.5)), p99: round(quantile(ms, 0.99)), most: round(Math.max(0, ...ms)) },
        statuses: countBy(asked.map(({ status }) => status)),
      },
      memory,
      violations,
    };
  } finally {
    isOver = true;
    await Promise.all([wooCommerce.close(), shopify.close()]);
    await programs.stop(violations.length > 0);
    if (violations.length > 0) say(`logs stay in ${programs.dataDir}`);
  }
}

/** Starts runs of hostile stores, some at a time, in an order of the seed's, and looks at how they end. */
function hostileRounds(stores: readonly HostileStore[], seed: number, report: (what: string) => void) {
  const random = seededRandom(seed);
  const waiting = [...stores].sort(() => random.next() - 0.5);
  const going = new Map<string, { store: HostileStore; runId: string }>();
  const otherwise: Record<string, number> = {};
  let ended = 0;

  function note(store: HostileStore, { status, error, problems: [problem] }: AnyRun): void {
    ended++;
    if (error?.type === 'internal') report(`${store.name}: ${error.message}`);
    const end = { status, ...(error && { error: error.type }), ...(problem && { problem: problem.type }) };
    if ('goes_on' in store.ends || JSON.stringify(end) === JSON.stringify(store.ends)) return;
    const what = `${store.name}: ${JSON.stringify(end)}`;
    otherwise[what] = (otherwise[what] ?? 0) + 1;
  }

  return {
    otherwise,
    ended: () => ended,
    async step(): Promise<void> {
      for (const [id, { store, runId }] of going) {
        const run = await readRun(store.tenant, runId);
        // Those that go on do so beside the others, and hold no place of theirs.
        if (run.finished_at === null && !('goes_on' in store.ends)) continue;
        if (run.finished_at !== null) note(store, run);
        going.delete(id);
        waiting.push(store);
      }
      while (going.size < AT_ONCE) {
        const store = waiting.shift();
        if (store === undefined) break;
        going.set(store.id, { store, runId: await startSync(store) });
      }
    },
  };
}

/** Keys that nobody has, and what is no HTTP. */
async function flood(
  { apiUrl }: HostileWorld,
  tenants: readonly Tenant[],
  count: (answer: { status: number; code: string | null } | null, what: string) => void,
): Promise<void> {
  for (let sent = 0; sent < FLOOD.requests; sent += FLOOD.atOnce) {
    await Promise.all(
      Array.from({ length: FLOOD.atOnce }, async (_, n) => {
        const headers = {
          'x-tenant-id': tenants[n % tenants.length]?.id ?? '',
          'x-tenant-api-key': newKeyText('tenant').key,
        };
        count(await send(apiUrl, { method: 'GET', path: '/v1/stores', headers, body: null }), 'a wrong key');
      }),
    );
  }
  for (let which = 0; which < 5; which++) {
    const status = await sendRaw(apiUrl, which);
    count(status === null ? null : { status, code: null }, `raw request ${which}`);
  }
}

/** What a hostile tenant asks beyond its limit is asked by the next step. */
function unlessTooMany(error: unknown): void {
  if (!(error instanceof ApiProblem) || error.status !== 429) throw error;
}

const round = (value: number) => Math.round(value * 10) / 10;

function countBy(values: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
