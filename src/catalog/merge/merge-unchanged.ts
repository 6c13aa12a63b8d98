import { onlyRow, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { comparedPage } from './compared-page';
import { manifestRow } from './manifest-row';
import type { MergeOutcome, PageToMerge } from './merge-page';

interface UnchangedRow {
  is_staged: boolean;
  is_unchanged: boolean;
  products: number;
  rejected: number;
  overtaken: number;
}

/**
 * Merges a staged page that has nothing to write but its manifest row; null, and nothing is written, when there is more
 * to it. For pages that were staged without a document: to plan the statement that can write everything takes the
 * database longer than to compare a page, 3.8 of 5 ms for 100 products; this one takes 1 ms in all.
 */
export async function mergeUnchanged(
  sql: TenantSql,
  run: RunReference,
  page: PageToMerge,
): Promise<MergeOutcome | null> {
  const { rows } = await sql<UnchangedRow>`
    with ${comparedPage(run, page)},
    tally as (
      select count(*) as products, 0 as created, 0 as updated, 0 as reactivated, 0 as deactivated,
             count(*) filter (where was_priced) as priced, 0 as prices_fallen,
             count(*) filter (where was_stocked) as stocked, 0 as stocks_fallen,
             0 as variants_created, 0 as variants_updated, 0 as variants_removed
        from known
      having count(*) filter (where has_news) = 0 and not exists (select from new_name)
    ),
    listed as (${manifestRow(run, page)})
    select exists (select from staged) as is_staged,
           exists (select from tally) as is_unchanged,
           (select count(*) from carried)::int as products,
           coalesce((select jsonb_array_length(rejected::jsonb) from staged), 0) as rejected,
           (select count(*) from known where is_overtaken)::int as overtaken`;
  const row = onlyRow(rows);
  if (!row.is_staged) return { kind: 'pages_lost' };
  if (!row.is_unchanged) return null;
  const { products, rejected, overtaken } = row;
  return { kind: 'merged', products, rejected, overtaken, alarming: rejected, changes: null };
}
