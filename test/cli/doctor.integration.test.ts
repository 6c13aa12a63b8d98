import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { Client } from 'pg';
import { versionFinding } from '../../cli/doctor/checks/database';
import { clockFinding } from '../../cli/doctor/clock-finding';
import { type Examined, examine } from '../../cli/doctor/examine';
import { openSite, type SiteOptions } from '../../cli/doctor/site';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { everySchedule, hourlyMaintenance } from '../../src/temporal/schedules';
import { type ServedWorld, servedWorld } from '../api/served-world';
import { useNamespaceWithoutAttributes } from '../support/own-namespace';
import { patient } from '../support/patience';
import { asOwner, asSuperuser, queryAs } from '../support/test-database';
import { until } from '../support/until';

let world: ServedWorld;
let shop: WooShop;
let environment: Record<string, string>;

beforeAll(async () => {
  world = await servedWorld();
  const { temporal, databaseUrl, workerEnvironment } = world;
  environment = {
    ...workerEnvironment,
    MIGRATION_DATABASE_URL: asOwner(databaseUrl),
    OPERATOR_KEY: 'an operator key of the tests',
    PUBLIC_URL: world.url,
  };
  const { id } = await world.tenant();
  ({ shop } = await world.wooCommerce({ products: [{ id: '1', name: 'Mug', regular_price: '5.00' }] }, id));
  for (const schedule of everySchedule(temporal.taskQueue)) {
    await temporal.ask((client) =>
      client.schedule.create({
        ...schedule,
        // Nothing of it has to happen here.
        spec: { calendars: [{ year: 2099 }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP },
      }),
    );
  }
});
afterAll(() => world.close());

async function look(changed: NodeJS.ProcessEnv = {}, options: SiteOptions = {}): Promise<Examined[]> {
  const limits = { lookMs: patient(20_000), ...options.limits };
  const site = openSite({ ...environment, ...changed }, { taskQueue: world.temporal.taskQueue, ...options, limits });
  try {
    return await examine(site, () => {});
  } finally {
    await site.close();
  }
}

interface Fault {
  changed?: NodeJS.ProcessEnv;
  options?: SiteOptions;
  undo?(): unknown;
}

/** Sets variables of the process, which alone Temporal's reader looks at. */
function inProcess(variables: Record<string, string>): Fault {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  return { undo: () => Object.assign(process.env, before) };
}

const schedule = (id: string) => world.temporal.ask(async (client) => client.schedule.getHandle(id));

const ownersQuery = (text: string) => queryAs(asOwner(world.databaseUrl), text);

/** Two sessions of which one waits for the other. */
async function lockedOut(): Promise<Fault> {
  const sessions = [new Client(world.databaseUrl), new Client(world.databaseUrl)];
  const [holder, waiter] = sessions;
  for (const session of sessions) await session.connect();
  await holder?.query('select pg_advisory_lock(4711)');
  const waiting = waiter?.query('select pg_advisory_lock(4711)');
  await until('a session to wait', async () => {
    const { rows } = await queryAs(world.databaseUrl, 'select 1 from pg_locks where not granted');
    return rows.length > 0;
  });
  return {
    options: { limits: { lockWaitMs: 0 } },
    undo: async () => {
      await holder?.query('select pg_advisory_unlock(4711)');
      await waiting;
      for (const session of sessions) await session.end();
    },
  };
}

async function elsewhere(body: string): Promise<Fault> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { changed: { PUBLIC_URL: `http://127.0.0.1:${port}` }, undo: () => server.close() };
}

const otherKey = randomBytes(32).toString('base64');

type Row = [what: string, check: string, state: Examined['state'], said: RegExp, plant: () => Fault | Promise<Fault>];

const FAULTS: Row[] = [
  [
    'wrong settings, all at once',
    'settings',
    'failed',
    /PORT must(.|\n)*LOG_LEVEL must/,
    () => ({ changed: { LOG_LEVEL: 'loud', PORT: '99999' } }),
  ],
  ['no operator key', 'settings', 'warn', /OPERATOR_KEY/, () => ({ changed: { OPERATOR_KEY: '' } })],
  ['no database address', 'database', 'failed', /missing/, () => ({ changed: { DATABASE_URL: '' } })],
  [
    'a database that is away',
    'database',
    'failed',
    /ECONNREFUSED/,
    () => ({ changed: { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' } }),
  ],
  [
    'a role that bypasses row-level security',
    'database role',
    'failed',
    /passes by/,
    () => ({ changed: { DATABASE_URL: asSuperuser(world.databaseUrl) } }),
  ],
  [
    'one role for all',
    'database ownership',
    'warn',
    /owns the schema/,
    () => ({ changed: { DATABASE_URL: asOwner(world.databaseUrl) } }),
  ],
  [
    'a missing migration',
    'migrations',
    'failed',
    /lacks 1/,
    async () => {
      const { rows } = await ownersQuery(
        'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations) returning *',
      );
      const { hash, created_at } = rows[0];
      return {
        undo: () =>
          ownersQuery(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${created_at})`),
      };
    },
  ],
  [
    'a migration of a later version',
    'migrations',
    'failed',
    /does not know/,
    async () => {
      await ownersQuery(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
      return { undo: () => ownersQuery(`delete from drizzle.__drizzle_migrations where hash = 'later'`) };
    },
  ],
  ['a session that waits for a lock', 'database locks', 'warn', /sessions wait for locks/, lockedOut],
  [
    'a database clock a minute behind',
    'database clock',
    'failed',
    /apart/,
    () => ({ options: { limits: { now: () => Date.now() + 60_000 } } }),
  ],
  [
    'a Temporal that is away',
    'temporal',
    'failed',
    /does not answer/,
    () => inProcess({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
  ],
  [
    'a namespace that is not there',
    'temporal namespace',
    'failed',
    /none of that name/,
    () => inProcess({ TEMPORAL_NAMESPACE: 'nobody' }),
  ],
  [
    'search attributes that nobody registered',
    'search attributes',
    'warn',
    /TenantId/,
    async () => {
      const names = ['TEMPORAL_NAMESPACE', 'TEST_TEMPORAL_NAMESPACE'];
      const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
      await useNamespaceWithoutAttributes();
      return { undo: () => Object.assign(process.env, before) };
    },
  ],
  [
    'a missing schedule',
    'schedules',
    'failed',
    /missing: maintenance/,
    async () => {
      await (await schedule('maintenance')).delete();
      return {
        undo: () => world.temporal.ask((client) => client.schedule.create(hourlyMaintenance(world.temporal.taskQueue))),
      };
    },
  ],
  [
    'a paused schedule',
    'schedules',
    'warn',
    /paused: sync-due-stores/,
    async () => {
      const handle = await schedule('sync-due-stores');
      await handle.pause();
      return { undo: () => handle.unpause() };
    },
  ],
  ['no worker', 'workers', 'failed', /nobody asks for the work of/, () => ({ options: { taskQueue: 'nobody-polls' } })],
  [
    'a Temporal clock a minute behind',
    'temporal clock',
    'failed',
    /apart/,
    () => ({ options: { limits: { now: () => Date.now() + 60_000 } } }),
  ],
  [
    'a key that is not at hand',
    'credentials keys',
    'failed',
    /not at hand/,
    () => ({ changed: { CREDENTIALS_KEY: otherKey } }),
  ],
  [
    'an older key',
    'credentials keys',
    'warn',
    /older key/,
    () => ({ changed: { CREDENTIALS_KEY: `${otherKey},${environment.CREDENTIALS_KEY}` } }),
  ],
  [
    'a store that refuses its key',
    'stores',
    'failed',
    /1 of 1 asked/,
    () => {
      shop.faults.add({ answer: { unauthorized: true } });
      return { undo: () => shop.faults.clear() };
    },
  ],
  ['no public address', 'public url', 'warn', /not set/, () => ({ changed: { PUBLIC_URL: '' } })],
  [
    'a public address where nobody is',
    'public url',
    'failed',
    /does not answer/,
    () => ({ changed: { PUBLIC_URL: 'http://127.0.0.1:1' } }),
  ],
  ['a public address of somebody else', 'public url', 'failed', /something else/, () => elsewhere('<html>')],
  [
    'a public address of another service',
    'public url',
    'failed',
    /no catalog-sync/,
    () => elsewhere('{"status":"up"}'),
  ],
];

it('finds nothing where all is well', async () => {
  await until('a worker to ask for work', async () =>
    (await look()).some(({ name, state }) => name === 'workers' && state === 'ok'),
  );
  const checks = await look();
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(FAULTS.map(([, check]) => check)));
});

it.each(FAULTS)('finds %s by its name, and says what to do', async (_what, name, state, said, plant) => {
  const { changed = {}, options = {}, undo = () => {} } = await plant();
  try {
    const checks = await look(changed, options);
    const found = checks.find((check) => check.name === name);
    expect(found).toMatchObject({ state, said: expect.stringMatching(said), advice: expect.stringMatching(/\w+/) });
    expect(JSON.stringify(checks)).not.toContain(environment.CREDENTIALS_KEY);
  } finally {
    await undo();
  }
});

it('looks at nothing that needs what is away, and at all the rest', async () => {
  const checks = await look({ DATABASE_URL: '' });
  const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({ settings: 'failed', database: 'failed', migrations: 'skipped', stores: 'skipped' });
  expect(states).toMatchObject({ temporal: 'ok', workers: 'ok', 'temporal clock': 'ok' });
});

it('knows a version of PostgreSQL that is too old, and how far clocks are apart', () => {
  expect(versionFinding('14.11 (Debian 14.11-1)')).toMatchObject({ state: 'failed' });
  expect(versionFinding('15.0')).toMatchObject({ state: 'ok' });
  const at = (ms: number) => clockFinding('it', { before: 100_000, after: 100_500 }, new Date(ms)).state;
  expect([at(100_200), at(98_100), at(97_900), at(103_000), at(60_000), at(140_000)]).toEqual([
    'ok',
    'ok',
    'warn',
    'warn',
    'failed',
    'failed',
  ]);
});
