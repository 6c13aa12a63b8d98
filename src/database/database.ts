import { DrizzleQueryError } from 'drizzle-orm/errors';
import { Pool, type PoolClient, types } from 'pg';
import type { EndpointNews } from '../model/events/event';
import { fairShare } from './fair-share';
import { measurePool } from './pool-metrics';
import { type Sql, type SystemSql, sqlOn, type TenantSql } from './sql';
import { isUuid } from './uuid';

export interface Database {
  /**
   * One transaction on one tenant's rows (I9): commits when `work` resolves, rolls back when it throws. `isTenantClosed`
   * tells a tenant that is being deleted, or gone.
   */
  withTenant<Result>(tenantId: string, work: (sql: TenantSql) => Promise<Result>): Promise<Result>;
  /**
   * The same in one round trip: `work` sends all of its statements before it awaits the first, and the commit goes behind
   * them. For what waits for nothing but the disk.
   */
  withTenantAtOnce<Result>(tenantId: string, work: (sql: TenantSql) => Promise<Result>): Promise<Result>;
  /** The same for a tenant that is closed to everybody else: for its deletion alone. */
  withClosedTenant<Result>(tenantId: string, work: (sql: TenantSql) => Promise<Result>): Promise<Result>;
  /**
   * The same, nothing can be written, and no statement may take longer than 5 s. The result does not wait for the answer to the commit, which says nothing of a
   * transaction that only read: beside a busy program each answer takes milliseconds to come.
   */
  readTenant<Result>(tenantId: string, work: (sql: TenantSql) => Promise<Result>): Promise<Result>;
  /** One transaction on the few tables that the system works with across tenants. Never for a tenant's request. */
  withSystem<Result>(work: (sql: SystemSql) => Promise<Result>): Promise<Result>;
  /** The same as `withSystem`, and nothing can be written: for what an operator reads over all tenants. */
  readSystem<Result>(work: (sql: SystemSql) => Promise<Result>): Promise<Result>;
  /** Answers or throws, by a connection of its own: whether the database is there, however busy it is. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const INT8 = 20;

/**
 * Set in each transaction, because a pooler refuses them at the start of a connection. A process that is halted in
 * mid-transaction, as by a VM's pause, must not hold its store's lock until it wakes; the longest pause between two
 * statements is a platform's answer to a renewal of credentials. The planner expects much of the merge, which then takes
 * milliseconds: compiling it would take longer.
 */
const SETTINGS = `set local idle_in_transaction_session_timeout = '2min'; set local jit = off`;

/** For a free connection. */
const PATIENCE_MS = 5_000;

export interface DatabaseOptions {
  /** Connections at most: 10 kept two cores full when stores were merged side by side. */
  connections?: number;
  /** Of them, those that one tenant may use at a time: others never wait for it. Absent: all. */
  connectionsOfTenant?: number;
  /** Whoever waits longer for one is told so. */
  patienceMs?: number;
  /** What a transaction wrote for endpoints, once it has committed. Absent: the look each minute finds it. */
  onNews?: (news: readonly EndpointNews[]) => void;
  /** Idle connections may break at any time; the pool replaces them. */
  onIdleError?: (error: Error) => void;
}

export function connectDatabase(
  url: string,
  {
    connections = 10,
    connectionsOfTenant = connections,
    patienceMs = PATIENCE_MS,
    onNews = () => {},
    onIdleError = () => {},
  }: DatabaseOptions = {},
): Database {
  const reached = { connectionString: url, connectionTimeoutMillis: patienceMs };
  const pool = new Pool({
    ...reached,
    max: connections,
    pipeline: true,
    // All our int8 columns stay far below 2^53: counters, stock (checked by the mapper), observations.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)) as never },
  });
  const pingPool = new Pool({ ...reached, max: 1 });
  for (const each of [pool, pingPool]) each.on('error', onIdleError);
  const endMeasuring = measurePool(pool);
  const inShare = fairShare(connectionsOfTenant, patienceMs);

  const ofTenant =
    (kind: Kind, scopeOf = tenantScope): Database['withTenant'] =>
    (tenantId, work) => {
      const scope = scopeOf(tenantId);
      return inShare(tenantId, async () => {
        const news: EndpointNews[] = [];
        const result = await transaction(pool, kind, scope, asTenant(tenantId, news, work));
        if (news.length > 0) onNews(news);
        return result;
      });
    };

  const entering = (tenantId: string) => `${tenantScope(tenantId)}; select enter_tenant('${tenantId}')`;

  return {
    withTenant: ofTenant(WRITING, entering),
    withTenantAtOnce: ofTenant(WRITING_AT_ONCE, entering),
    withClosedTenant: ofTenant(WRITING),
    readTenant: ofTenant(READING),
    withSystem: (work) => transaction(pool, WRITING, SYSTEM_SCOPE, asSystem(work)),
    readSystem: (work) => transaction(pool, READING, SYSTEM_SCOPE, asSystem(work)),
    ping: async () => {
      await pingPool.query('select 1');
    },
    close: async () => {
      endMeasuring();
      await Promise.all([pool.end(), pingPool.end()]);
    },
  };
}

/** The setting is local to the transaction, so that a pooled connection carries no tenant to its next user. */
function tenantScope(tenantId: string): string {
  if (!isUuid(tenantId)) throw new Error(`a transaction needs a tenant's UUID, not ${JSON.stringify(tenantId)}`);
  return `select set_config('app.tenant_id', '${tenantId}', true)`;
}

const asTenant =
  <Result>(tenantId: string, news: EndpointNews[], work: (sql: TenantSql) => Promise<Result>) =>
  (sql: Sql) =>
    work(Object.assign(sql, { tenantId, news }));

const SYSTEM_SCOPE = `select set_config('app.scope', 'system', true)`;

const asSystem =
  <Result>(work: (sql: SystemSql) => Promise<Result>) =>
  (sql: Sql) =>
    work(Object.assign(sql, { scope: 'system' as const }));

interface Kind {
  begin: string;
  /** `behind`: it is sent with the work. `unawaited`: what it answers is of no interest. */
  commit: 'awaited' | 'unawaited' | 'behind';
}

const WRITING: Kind = { begin: 'begin', commit: 'awaited' };
const WRITING_AT_ONCE: Kind = { begin: 'begin', commit: 'behind' };
const READING: Kind = { begin: `begin read only; set local statement_timeout = '5s'`, commit: 'unawaited' };

async function transaction<Result>(
  pool: Pool,
  { begin, commit }: Kind,
  scope: string,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const client = await connected(pool);
  try {
    const beginning = `${begin}; ${SETTINGS}; ${scope}`;
    if (commit === 'behind') {
      const done = await begun(client, beginning, work, 'commit');
      release(client);
      return done;
    }
    const result = await begun(client, beginning, work);
    const committed = client.query('commit').then(() => release(client));
    if (commit === 'awaited') await committed;
    else committed.catch(() => rollBack(client));
    return result;
  } catch (error) {
    await rollBack(client);
    throw databaseError(error);
  }
}

/** The builder's own error holds all parameters in its message, also secret ones (I8): what it wraps is thrown. */
function databaseError(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error;
}

/**
 * The first statement of `work` is sent with the begin. Should that fail, no policy lets `work` see or write a row, and
 * the reason is told, not what came of it. A commit behind a statement that failed rolls back.
 */
async function begun<Result>(
  client: PoolClient,
  begin: string,
  work: (sql: Sql) => Promise<Result>,
  behind?: 'commit',
): Promise<Result> {
  const beginning = client.query(begin);
  const working = (async () => work(sqlOn(client)))();
  const ending = behind && client.query(behind);
  await Promise.allSettled([beginning, working, ending]);
  await beginning;
  const result = await working;
  await ending;
  return result;
}

/**
 * A connection that breaks between two statements tells so by an event, and one that nobody hears ends the process. The
 * next statement fails with the same reason.
 */
async function connected(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  return client.on('error', ignore);
}

function release(client: PoolClient): void {
  client.off('error', ignore);
  client.release();
}

/** A connection whose rollback fails is broken or in an unknown state: it leaves the pool. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    release(client);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}

const ignore = () => undefined;
