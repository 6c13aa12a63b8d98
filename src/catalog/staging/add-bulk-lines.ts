import type { TenantSql } from '../../database/sql';
import type { BulkLine } from '../../platforms/bulk-reader';

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
