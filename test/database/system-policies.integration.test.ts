import { Client } from 'pg';
import { asSuperuser } from '../support/test-database';
import { type TwoTenants, twoTenants } from './two-tenants';

const VERBS = ['select', 'insert', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** What docs/decisions/0017 and 0021 list. Every other table holds what stores sent, or which products they have. */
const MAY: Record<string, readonly Verb[]> = {
  tenants: ['select', 'insert', 'update'],
  api_keys: ['select', 'insert', 'update'],
  operators: ['select', 'insert', 'update'],
  change_counters: ['insert'],
  stores: ['select'],
  sync_runs: ['select'],
  sync_sweeps: ['select', 'insert', 'update'],
  audit_logs: ['select', 'insert'],
  request_counts: ['select', 'insert', 'update', 'delete'],
};

let world: TwoTenants;
let client: Client;
let tables: string[];

/** Every table has a row of somebody's, so that what is refused is refused for the policy alone. */
beforeAll(async () => {
  world = await twoTenants();
  client = new Client({ connectionString: world.url });
  await client.connect();
  const { rows } = await client.query(
    `select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
  );
  tables = rows.map((row) => row.relname);
  const superuser = new Client({ connectionString: asSuperuser(world.url) });
  await superuser.connect();
  try {
    await superuser.query('set session_replication_role = replica'); // no foreign keys: the rows need no sense
    for (const table of tables) await fill(superuser, table);
  } finally {
    await superuser.end();
  }
});
afterAll(async () => {
  await client.end();
  await world.close();
});

it('I9 knows each table that the system may see', () => {
  expect(tables).toEqual(expect.arrayContaining(Object.keys(MAY)));
  expect(tables.length).toBeGreaterThan(15);
});

it.each(VERBS)(
  'I9 lets the system %s in the tables that decisions 0017 and 0021 list, and in no other',
  async (verb) => {
    const found: [string, boolean][] = [];
    for (const table of tables) found.push([table, await asSystem(() => may(verb, table))]);

    expect(found).toEqual(tables.map((table) => [table, MAY[table]?.includes(verb) ?? false]));
  },
);

it.each(VERBS)('I9 lets a transaction without a scope %s nowhere', async (verb) => {
  for (const table of tables) expect([table, await rolledBack(() => may(verb, table))]).toEqual([table, false]);
});

/** Whether the verb reaches a row. Without a policy rows are not seen, and new ones are refused. */
async function may(verb: Verb, table: string): Promise<boolean> {
  if (verb !== 'insert') return reaches(verb, table);
  try {
    await fill(client, table);
    return true;
  } catch (error) {
    if (/row-level security/.test(String(error))) return false;
    if (/foreign key/.test(String(error))) return true; // asked after the policy
    throw error;
  }
}

async function reaches(verb: Exclude<Verb, 'insert'>, table: string): Promise<boolean> {
  const [column] = (await columnsOf(table)).map(({ name }) => name);
  const statement = {
    select: `select 1 from ${table}`,
    update: `update ${table} set ${column} = ${column}`,
    delete: `delete from ${table}`,
  }[verb];
  const { rowCount } = await client.query(statement);
  return rowCount !== 0;
}

function asSystem<Result>(work: () => Promise<Result>): Promise<Result> {
  return rolledBack(async () => {
    await client.query(`select set_config('app.scope', 'system', true)`);
    return work();
  });
}

async function rolledBack<Result>(work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** A row of a tenant of its own, with something in each column that must have a value. */
async function fill(on: Client, table: string): Promise<void> {
  const columns = (await columnsOf(table)).filter(({ name, required }) => required || name === 'tenant_id');
  const values = columns.map(({ type }) => someValue(type));
  await on.query(`insert into ${table} (${columns.map(({ name }) => name)}) values (${values})`);
}

function someValue(type: string): string {
  if (type.endsWith('[]')) return `'{}'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'text') return 'gen_random_uuid()::text';
  if (type === 'bytea') return `'x'`;
  if (type === 'boolean') return 'true';
  if (type === 'jsonb') return `'{}'`;
  if (type.startsWith('timestamp')) return 'now()';
  return '1';
}

async function columnsOf(table: string): Promise<{ name: string; type: string; required: boolean }[]> {
  const { rows } = await client.query(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull and not atthasdef as required
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows;
}
