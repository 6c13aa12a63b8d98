import type { TenantSql } from '../../database/sql';
import type { BulkRoot } from '../../platforms/bulk-reader';

/** As many as a page of the platform has. */
const ROOTS_A_PAGE = 250;

/** Keeps a page of big products to some 10 MB; the rest of it is the next page. */
const MOST_CHILDREN_A_PAGE = 10_000;

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
      select r.line, r.gid, r.doc,
             (select count(*) from bulk_lines c
               where c.tenant_id = r.tenant_id and c.run_id = r.run_id and c.parent_gid = r.gid) as children
        from bulk_lines r
       where r.tenant_id = ${sql.tenantId}::uuid and r.run_id = ${runId}::uuid
         and r.parent_gid is null and r.line > ${after}::bigint
       order by r.parent_gid, r.line
       limit ${ROOTS_A_PAGE + 1}::int
    ),
    fitting as (
      select root.*, row_number() over (order by line) as place, sum(children) over (order by line) as children_so_far,
             count(*) over () as found
        from root
    ),
    taken as (
      select * from fitting
       where place <= ${ROOTS_A_PAGE}::int and (place = 1 or children_so_far <= ${MOST_CHILDREN_A_PAGE}::int)
    )
    select taken.line, taken.doc, taken.found > (select count(*) from taken) as more,
           (select string_agg(c.doc, E'\n' order by c.line) from bulk_lines c
             where c.tenant_id = ${sql.tenantId}::uuid and c.run_id = ${runId}::uuid and c.parent_gid = taken.gid)
             as children
      from taken
     order by taken.line`;
  return {
    roots: rows.map(({ doc, children }) => ({ text: doc, children: children === null ? [] : children.split('\n') })),
    lastLine: rows.at(-1)?.line ?? null,
    isLast: rows[0]?.more !== true,
  };
}
