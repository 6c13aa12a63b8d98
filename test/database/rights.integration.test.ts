import { Client, DatabaseError } from 'pg';
import { TABLE_GRANTS, type Verb } from '../../src/database/roles/grants';
import { asOwner, asSuperuser } from '../support/test-database';
import { declaredPolicies, VERBS } from './all-tables';
import { type TwoTenants, twoTenants } from './two-tenants';

/**
 * What decisions 0017, 0021, 0023 and 0041 list. Every other table holds what stores sent, or which products they have; of the two
 * that the metrics count the system sees what waits, and nothing that is settled.
 */
const SYSTEM_MAY: Record<string, readonly Verb[]> = {
  tenants: ['select', 'insert', 'update'],
  api_keys: ['select', 'insert', 'update'],
  operators: ['select', 'insert', 'update'],
  request_counts: ['select', 'insert', 'update', 'delete'],
  change_counters: ['insert'],
  stores: ['select'],
  store_days: ['select'],
  store_webhooks: ['select'],
  event_endpoints: ['select'],
  event_deliveries: ['select'],
  alerts: ['select'],
  emergency_tellings: ['select', 'insert', 'update'],
  alert_channels: ['select'],
  confirmation_mails: ['select', 'insert', 'update', 'delete'],
  sync_runs: ['select'],
  missing_products: ['select'],
  webhook_events: ['select'],
  sync_sweeps: ['select', 'insert', 'update'],
  audit_logs: ['select', 'insert'],
};

const SCOPES = ['tenant', 'another tenant', 'system', 'none'] as const;
type Scope = (typeof SCOPES)[number];

const MODES = ['one role', 'two roles'] as const;
type Mode = (typeof MODES)[number];

/** Done, or as if there were no such rows (policy), or refused whosever they are (grant). */
type Outcome = 'done' | 'hidden' | 'refused';

const policies = declaredPolicies();
const tables = [...policies.keys()].sort();

let world: TwoTenants;
let clients: Record<Mode, Client>;
let counted = 0;

/** Every table has a row of each tenant, so that what is refused is refused for the policy or the grant alone. */
beforeAll(async () => {
  world = await twoTenants();
  clients = { 'one role': await connected(asOwner(world.url)), 'two roles': await connected(world.url) };
  const superuser = await connected(asSuperuser(world.url));
  await superuser.query('set session_replication_role = replica'); // no foreign keys: the rows need no sense
  for (const table of tables) {
    for (const { tenantId } of [world.acme, world.other]) {
      await superuser.query(`${await insertion(superuser, table, tenantId)} on conflict do nothing`);
    }
  }
  await superuser.end();
});
afterAll(async () => {
  for (const client of Object.values(clients)) await client.end();
  await world.close();
});

it('I9 knows every table, what the system may do with each, and what the programs’ role is granted', async () => {
  const { rows } = await clients['one role'].query(
    `select relname from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace`,
  );
  expect(rows.map((row) => row.relname).sort()).toEqual(tables);
  expect(Object.keys(TABLE_GRANTS).sort()).toEqual(tables);
  expect(tables.map((table) => [table, policies.get(table)?.system])).toEqual(
    tables.map((table) => [table, SYSTEM_MAY[table] ?? []]),
  );
});

const cases = MODES.flatMap((mode) => SCOPES.flatMap((scope) => VERBS.map((verb) => [mode, scope, verb] as const)));

it.each(cases)(
  'I9 with %s, in the scope of: %s, a %s of each table does what its policies and grants say',
  async (mode, scope, verb) => {
    const found: [string, Outcome][] = [];
    for (const table of tables) found.push([table, await attempt(mode, scope, verb, table)]);
    counted += found.length;

    expect(found).toEqual(tables.map((table) => [table, expected(mode, scope, verb, table)]));
  },
);

it('I9 tried every table with every verb in every scope with both kinds of roles', () => {
  expect(counted).toBe(tables.length * VERBS.length * SCOPES.length * MODES.length);
  expect(counted).toBeGreaterThanOrEqual(640);
});

/** From what is declared, not from what the database answers. */
function expected(mode: Mode, scope: Scope, verb: Verb, table: string): Outcome {
  if (mode === 'two roles' && !TABLE_GRANTS[table]?.verbs.includes(verb)) return 'refused';
  const of = { tenant: 'tenant', system: 'system', 'another tenant': null, none: null } as const;
  const asked = of[scope];
  return asked !== null && policies.get(table)?.[asked].includes(verb) ? 'done' : 'hidden';
}

async function attempt(mode: Mode, scope: Scope, verb: Verb, table: string): Promise<Outcome> {
  const client = clients[mode];
  await client.query('begin');
  try {
    if (scope === 'system') await client.query(`select set_config('app.scope', 'system', true)`);
    else if (scope !== 'none') await client.query(`select set_config('app.tenant_id', '${world.acme.tenantId}', true)`);
    const { rowCount } = await client.query(await statement(client, scope, verb, table));
    return rowCount === 0 ? 'hidden' : 'done';
  } catch (error) {
    return outcomeOf(error);
  } finally {
    await client.query('rollback');
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof DatabaseError)) throw error;
  if (/violates row-level security/.test(error.message)) return 'hidden';
  if (/^permission denied for/.test(error.message)) return 'refused';
  if (/^23(503|505)$/.test(error.code ?? '')) return 'done'; // keys are asked after the policies
  throw error;
}

/** In a tenant's scope for its own rows, or for the other tenant's; else for any row. */
async function statement(client: Client, scope: Scope, verb: Verb, table: string): Promise<string> {
  const tenantId = scope === 'another tenant' ? world.other.tenantId : world.acme.tenantId;
  if (verb === 'insert') return insertion(client, table, tenantId);
  const columns = await columnsOf(client, table);
  const tenant = columns.find(({ name }) => name === tenantColumn(table));
  const where = scope.endsWith('tenant') && tenant ? `where ${tenant.name} = '${tenantId}'` : '';
  const column = columns[0]?.name;
  return {
    select: `select 1 from ${table} ${where}`,
    update: `update ${table} set ${column} = ${column} ${where}`,
    delete: `delete from ${table} ${where}`,
  }[verb];
}

/** A row of the tenant, with something in each column that must have a value. */
async function insertion(client: Client, table: string, tenantId: string): Promise<string> {
  const tenant = tenantColumn(table);
  const columns = (await columnsOf(client, table)).filter(({ name, required }) => required || name === tenant);
  const values = columns.map(({ name, type }) => {
    if (name === tenant) return `'${tenantId}'`;
    // Of these the system sees those that wait.
    return table === 'missing_products' && name === 'state' ? `'suspect'` : someValue(type);
  });
  return `insert into ${table} (${columns.map(({ name }) => name)}) values (${values})`;
}

const tenantColumn = (table: string): string => (table === 'tenants' ? 'id' : 'tenant_id');

function someValue(type: string): string {
  if (type.endsWith('[]')) return `'{}'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'text') return 'gen_random_uuid()::text';
  if (type === 'bytea') return `'x'`;
  if (type === 'boolean') return 'true';
  if (type === 'jsonb') return `'{}'`;
  if (type.startsWith('timestamp') || type === 'date') return 'now()';
  return '1';
}

interface Column {
  name: string;
  type: string;
  required: boolean;
}

const known = new Map<string, Column[]>();

async function columnsOf(client: Client, table: string): Promise<Column[]> {
  const seen = known.get(table);
  if (seen) return seen;
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull and not atthasdef as required
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  known.set(table, rows);
  return rows;
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}
