import { type SqlPart, type SystemSql, sqlPart, type TenantSql } from '../database/sql';
import { type ExpiringTable, PASSING_PAGES_DAYS } from '../model/retention';

/** Rows a transaction: locks are held for milliseconds. */
const PIECE = 2_000;

type Deletion = (sql: TenantSql, days: number) => Promise<{ rowCount: number | null }>;

/**
 * By the age of each row. `ctid` needs no index of its own: a piece took 4–31 ms among 200,000 rows, a look that finds
 * nothing up to 50.
 */
const byAge =
  (table: SqlPart, moment: SqlPart, isOver = sqlPart`true`): Deletion =>
  (sql, days) =>
    sql`
    delete from ${table} where tenant_id = ${sql.tenantId}::uuid and ctid = any(array(
      select ctid from ${table}
       where tenant_id = ${sql.tenantId}::uuid and ${moment} < now() - make_interval(days => ${days}::int) and ${isOver}
       limit ${PIECE}::int))`;

/** By the end of the run that a row `of_run` belongs to. */
const byRun =
  (table: SqlPart, daysOf = (days: number): SqlPart => sqlPart`${days}::int`): Deletion =>
  (sql, days) =>
    sql`
    delete from ${table} where tenant_id = ${sql.tenantId}::uuid and ctid = any(array(
      select of_run.ctid from ${table} of_run
        join sync_runs run on run.tenant_id = of_run.tenant_id and run.id = of_run.run_id
       where of_run.tenant_id = ${sql.tenantId}::uuid and run.finished_at < now() - make_interval(days => ${daysOf(days)})
       limit ${PIECE}::int))`;

const DELETIONS: Record<ExpiringTable, Deletion> = {
  staged_pages: byAge(sqlPart`staged_pages`, sqlPart`staged_at`),
  bulk_lines: byRun(sqlPart`bulk_lines`),
  run_differences: byRun(sqlPart`run_differences`),
  sync_pages: byRun(
    sqlPart`sync_pages`,
    (days) => sqlPart`
      case when of_run.lean is null and run.mode <> 'refresh' then ${days}::int
           else least(${days}::int, ${PASSING_PAGES_DAYS}::int) end`,
  ),
  missing_products: byRun(sqlPart`missing_products`),
  rejected_products: (sql, days) => sql`
    delete from rejected_products
     where tenant_id = ${sql.tenantId}::uuid
       and closed_at < now() - make_interval(days => ${days}::int) -- looked at again: it may be set aside anew just now (I7)
       and ctid = any(array(
      select ctid from rejected_products
       where tenant_id = ${sql.tenantId}::uuid and closed_at < now() - make_interval(days => ${days}::int)
       limit ${PIECE}::int))`,
  webhook_logs: byAge(sqlPart`webhook_logs`, sqlPart`at`),
  store_days: byAge(sqlPart`store_days`, sqlPart`day`),
  webhook_events: byAge(sqlPart`webhook_events`, sqlPart`received_at`, sqlPart`state <> 'pending'`),
  alerts: byAge(sqlPart`alerts`, sqlPart`solved_at`),
  alert_deliveries: byAge(sqlPart`alert_deliveries`, sqlPart`finished_at`),
  idempotency_keys: byAge(sqlPart`idempotency_keys`, sqlPart`taken_at`),
  event_deliveries: byAge(sqlPart`event_deliveries`, sqlPart`created_at`),
  events: byAge(
    sqlPart`events`,
    sqlPart`at`,
    sqlPart`not exists (select from event_deliveries d where d.tenant_id = events.tenant_id and d.event_id = events.id)`,
  ),
  // In the feed's order, so that whoever goes on behind the last one that went misses none. It begins behind that one:
  // from the index's beginning each piece would pass all that went before it until a vacuum takes them out of there.
  product_changes: (sql, days) => sql`
    with oldest as materialized (
      select seq, at < now() - make_interval(days => ${days}::int) as is_over
        from product_changes
       where tenant_id = ${sql.tenantId}::uuid
         and seq > (select expired_seq from change_counters where tenant_id = ${sql.tenantId}::uuid)
       order by seq
       limit ${PIECE}::int
    ),
    gone as (
      delete from product_changes
       where tenant_id = ${sql.tenantId}::uuid
         and seq = any(array(
           select seq from oldest
            where seq < (select coalesce(min(seq) filter (where not is_over), max(seq) + 1) from oldest)))
      returning seq, at
    ),
    told as (
      update change_counters c
         set expired_seq = taken.seq, expired_at = greatest(c.expired_at, taken.at)
        from (select max(seq) as seq, max(at) as at from gone) taken
       where c.tenant_id = ${sql.tenantId}::uuid and taken.seq is not null
    )
    select from gone`,
  // By their own index. Changes, hints and products that are set aside go on naming a run that is no more.
  sync_runs: (sql, days) => sql`
    delete from sync_runs where tenant_id = ${sql.tenantId}::uuid and id = any(array(
      select run.id from sync_runs run
       where run.tenant_id = ${sql.tenantId}::uuid and run.mode = 'refresh'
         and run.finished_at < now() - make_interval(days => ${days}::int)
         and not exists (select from sync_pages page where page.tenant_id = run.tenant_id and page.run_id = run.id)
         and not exists (select from missing_products missed
                          where missed.tenant_id = run.tenant_id and missed.run_id = run.id)
         and not exists (select from run_differences found
                          where found.tenant_id = run.tenant_id and found.run_id = run.id)
       limit ${PIECE}::int))`,
};

/** Takes up to `PIECE` rows of one kind that are older than `days`, of one tenant. Answers how many went. */
export async function expireRows(sql: TenantSql, table: ExpiringTable, days: number): Promise<number> {
  const { rowCount } = await DELETIONS[table](sql, days);
  return rowCount ?? 0;
}

/** The same of operators' rows, which belong to no tenant. They are few. */
export async function expireRowsOfOperators(sql: SystemSql, days: number): Promise<number> {
  const { rowCount } = await sql`
    delete from idempotency_keys where tenant_id is null and taken_at < now() - make_interval(days => ${days}::int)`;
  return rowCount ?? 0;
}
