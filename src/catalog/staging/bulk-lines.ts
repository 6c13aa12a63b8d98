import type { Database } from '../../database/database';
import { onlyRow, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import type { BulkLine, BulkRoot } from '../../platforms/bulk-reader';

export interface BulkLinesSoFar {
  /** The next line's number. */
  next: number;
  bytes: number;
}

/** How far a run's bulk file is in the database. */
export async function bulkLinesSoFar(sql: TenantSql, runId: string): Promise<BulkLinesSoFar> {
  const { rows } = await sql<BulkLinesSoFar>`
    select line + 1 as next, ends_at as bytes
      from bulk_lines
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid
     order by line desc
     limit 1`;
  return rows[0] ?? { next: 0, bytes: 0 };
}

/**
 * Appends lines of a bulk file; the first one's number is `from`. Lines that are there already stay: an attempt that
 * was thought dead may still be adding the same ones.
 */
export async function addBulkLines(
  sql: TenantSql,
  runId: string,
  from: number,
  lines: readonly BulkLine[],
): Promise<void> {
  // One text instead of an array of documents: no line holds a line's end, and quoting 1 MB of JSON costs more.
  await sql`
    insert into bulk_lines (tenant_id, run_id, line, ends_at, gid, parent_gid, doc)
    select ${sql.tenantId}::uuid, ${runId}::uuid, ${from}::bigint + each.place - 1,
           each.ends_at, each.gid, each.parent_gid, each.doc
      from rows from (
             unnest(${lines.map((line) => line.endsAt)}::bigint[]),
             unnest(${lines.map((line) => line.gid)}::text[]),
             unnest(${lines.map((line) => line.parentGid)}::text[]),
             string_to_table(${lines.map((line) => line.text).join('\n')}::text, E'\n')
           ) with ordinality each(ends_at, gid, parent_gid, doc, place)
        on conflict do nothing`;
}

export interface BulkLineCounts {
  lines: number;
  roots: number;
}

/** What is really there: a database that crashed in the middle of a download has lost the lines before. */
export async function countBulkLines(sql: TenantSql, runId: string): Promise<BulkLineCounts> {
  const { rows } = await sql<BulkLineCounts>`
    select count(*) as lines, count(*) filter (where parent_gid is null) as roots
      from bulk_lines
     where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid`;
  return onlyRow(rows);
}

/** As many as a page of the platform has. */
const ROOTS_A_PAGE = 250;

/** Keeps a page of big products to some 10 MB; the rest of it is the next page. */
const MOST_CHILDREN_A_PAGE = 10_000;

/** Of their text, and more than any product has of either: its children are left in the file then, and it is read by its id. */
const MOST_OF_A_PAGE = { bytes: 64 * 1024 * 1024, childrenOfOne: 15_000 } as const;

export interface BulkLinesPage {
  roots: BulkRoot[];
  /** Of the last root; null when none lies behind `after`. */
  lastLine: number | null;
  isLast: boolean;
}

/** The next products behind a line, in the file's order, each with its children wherever in the file these stand. */
export async function readBulkPage(sql: TenantSql, runId: string, after: number): Promise<BulkLinesPage> {
  // Both look-ups are ranges of the index (tenant, run, parent, line), however the file is shuffled. Ordered by `line`
  // alone the planner sorts all products that are left, for every page: it takes `is null` for no constant.
  const { rows } = await sql<{ line: number; doc: string; children: string | null; more: boolean }>`
    with root as materialized (
      select r.line, r.gid, r.doc, family.children, octet_length(r.doc) + coalesce(family.bytes, 0) as bytes
        from bulk_lines r
       cross join lateral (
             select count(*) as children, sum(octet_length(c.doc)) as bytes from bulk_lines c
              where c.tenant_id = r.tenant_id and c.run_id = r.run_id and c.parent_gid = r.gid) family
       where r.tenant_id = ${sql.tenantId}::uuid and r.run_id = ${runId}::uuid
         and r.parent_gid is null and r.line > ${after}::bigint
       order by r.parent_gid, r.line
       limit ${ROOTS_A_PAGE + 1}::int
    ),
    fitting as (
      select root.*, row_number() over (order by line) as place, sum(children) over (order by line) as children_so_far,
             sum(bytes) over (order by line) as bytes_so_far, count(*) over () as found
        from root
    ),
    taken as (
      select * from fitting
       where place <= ${ROOTS_A_PAGE}::int and (place = 1 or (children_so_far <= ${MOST_CHILDREN_A_PAGE}::int and bytes_so_far <= ${MOST_OF_A_PAGE.bytes}::bigint))
    )
    select taken.line, taken.doc, taken.found > (select count(*) from taken) as more,
           (select string_agg(c.doc, E'\n' order by c.line) from bulk_lines c
             where c.tenant_id = ${sql.tenantId}::uuid and c.run_id = ${runId}::uuid and c.parent_gid = taken.gid
               and taken.children <= ${MOST_OF_A_PAGE.childrenOfOne}::int
               and taken.bytes <= ${MOST_OF_A_PAGE.bytes}::bigint)
             as children
      from taken
     order by taken.line`;
  return {
    roots: rows.map(({ doc, children }) => ({ text: doc, children: children === null ? [] : children.split('\n') })),
    lastLine: rows.at(-1)?.line ?? null,
    isLast: rows[0]?.more !== true,
  };
}

/** A transaction's worth: about a second. */
const LINES_AT_ONCE = 50_000;

/** Takes the run's lines off the table. */
export async function clearBulkLines(database: Database, run: RunReference): Promise<void> {
  await clearLinesOf(database, run.tenantId, [run.id]);
}

/** Takes off what ended runs of the store left there because they were killed. */
export async function clearLinesLeftBehind(database: Database, run: RunReference): Promise<void> {
  const runIds = await database.withTenant(run.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      select r.id
        from sync_runs r
       where r.tenant_id = ${run.tenantId}::uuid and r.store_id = ${run.storeId}::uuid and r.finished_at is not null
         and exists (select from bulk_lines l where l.tenant_id = r.tenant_id and l.run_id = r.id)`;
    return rows.map(({ id }) => id);
  });
  await clearLinesOf(database, run.tenantId, runIds);
}

async function clearLinesOf(database: Database, tenantId: string, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  for (let cleared = LINES_AT_ONCE; cleared === LINES_AT_ONCE; ) {
    cleared = await database.withTenant(tenantId, (sql) => clearSome(sql, runIds));
  }
}

async function clearSome(sql: TenantSql, runIds: readonly string[]): Promise<number> {
  const { rowCount } = await sql`
    delete from bulk_lines
     where ctid = any(array(
       select ctid from bulk_lines
        where tenant_id = ${sql.tenantId}::uuid and run_id = any(${runIds}::uuid[])
        limit ${LINES_AT_ONCE}::int))
       and tenant_id = ${sql.tenantId}::uuid`;
  return rowCount ?? 0;
}
