import { request } from 'undici';
import { percentile } from '../compare/summary';
import { goal, milliseconds, whole } from '../report/goals';
import { fillRuns } from '../service/fill-runs';
import { startApi } from '../service/start-api';
import type { Workload } from './workload';

const GRACE_MS = 15_000;

const TENANTS = 'a tenant of half of them';
const OPERATORS = 'an operator';

/** What people ask of many stores and very many runs, one request after the other. */
export const lists: Workload = {
  name: 'lists',
  title: 'Lists for people',
  async run({ servers, service, sizes, say }) {
    const { stores, runs, rounds } = sizes.lists;
    const tenant = await fillRuns(servers, service, sizes.lists);
    say(`${stores} stores and ${runs} runs are stored`);
    const api = await startApi(servers, service);
    const callers = {
      [TENANTS]: { 'x-tenant-id': tenant.id, 'x-tenant-api-key': tenant.key },
      [OPERATORS]: { 'x-operator-key': service.env.OPERATOR_KEY ?? '' },
    };
    const answerTimes = async (path: string, headers: Record<string, string>): Promise<number[]> => {
      const times: number[] = [];
      for (let round = -5; round < rounds; round += 1) {
        const from = performance.now();
        const { statusCode, body } = await request(`${api.origin}${path}`, { headers });
        await body.dump();
        if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}`);
        if (round >= 0) times.push(performance.now() - from);
      }
      return times;
    };

    const measured: { path: string; caller: string; times: number[] }[] = [];
    for (const path of PATHS) {
      for (const [caller, headers] of Object.entries(callers)) {
        measured.push({ path, caller, times: await answerTimes(path, headers) });
      }
    }
    await api.program.stop(GRACE_MS);
    return {
      name: this.name,
      title: this.title,
      tables: [
        {
          title: `${whole(stores)} stores, ${whole(runs)} runs`,
          columns: ['request', 'by', 'p50', 'p99'],
          rows: measured.map(({ path, caller, times }) => [
            `\`${path}\``,
            caller,
            milliseconds(percentile(times, 0.5)),
            milliseconds(percentile(times, 0.99)),
          ]),
        },
      ],
      goals: measured
        .filter(({ path }) => path === OVERVIEW)
        .map(({ path, caller, times }) =>
          goal(`lists: p50 of ${path} for ${caller}`, percentile(times, 0.5), { atLeast: 50 }, milliseconds),
        ),
      notes: [`${whole(rounds)} requests each, one after the other, over HTTP; API and PostgreSQL share the machine.`],
      data: measured,
    };
  },
};

const OVERVIEW = '/v1/overview';

const MONTH_AGO = new Date(Date.now() - 29 * 86_400_000).toISOString();

const PATHS = [
  OVERVIEW,
  '/v1/stores',
  '/v1/stores?late=true',
  '/v1/stores?status=needs_attention&platform=shopify',
  '/v1/stores?search=abc',
  '/v1/stores?sort=name',
  '/v1/stores?sort=status',
  '/v1/stores?sort=last_success',
  '/v1/stores?sort=product_count',
  '/v1/sync-runs',
  '/v1/sync-runs?min_duration=9m',
  `/v1/sync-runs?counts=true&since=${MONTH_AGO}`,
  '/v1/sync-runs/failures',
];
