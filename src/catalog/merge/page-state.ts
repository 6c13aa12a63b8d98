import { onlyRow, type TenantSql } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { RunReference } from '../../model/run-reference';

export interface PageState {
  /** By an earlier attempt. */
  isMerged: boolean;
  /** When it was staged, none of its products differed from the catalogue. */
  isWithoutDocuments: boolean;
  /** Products of the store are set aside, which the page may bring back. */
  hasSetAside: boolean;
  /** The one group of fields that it holds; null: everything. */
  lean: LeanMode | null;
}

interface PageStateRow {
  is_merged: boolean;
  is_without_documents: boolean;
  has_set_aside: boolean;
  lean: LeanMode | null;
}

/**
 * What a merge has to know of its page beforehand, in one question: each one more waits for a turn of a busy worker,
 * and merges of a store wait for one another.
 */
export async function pageState(
  sql: TenantSql,
  run: RunReference,
  { batchId, page }: { batchId: string; page: number },
): Promise<PageState> {
  const { rows } = await sql<PageStateRow>`
    select exists (select from sync_pages
                    where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid
                      and batch_id = ${batchId}::uuid and page = ${page}::int) as is_merged,
           exists (select from staged_pages
                    where tenant_id = ${run.tenantId}::uuid and batch_id = ${batchId}::uuid and page = ${page}::int
                      and docs = '[]') as is_without_documents,
           exists (select from rejected_products
                    where tenant_id = ${hiddenUuid(run.tenantId)} and store_id = ${hiddenUuid(run.storeId)}
                      and closed_at is null) as has_set_aside,
           (select lean from staged_pages
             where tenant_id = ${run.tenantId}::uuid and batch_id = ${batchId}::uuid and page = ${page}::int) as lean`;
  const row = onlyRow(rows);
  return {
    isMerged: row.is_merged,
    isWithoutDocuments: row.is_without_documents,
    hasSetAside: row.has_set_aside,
    lean: row.lean,
  };
}
