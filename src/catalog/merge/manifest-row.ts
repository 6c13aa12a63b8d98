import { type SqlPart, sqlPart } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** What a page's row says that differs between whole and lean pages. */
export interface ManifestColumns {
  lean: SqlPart;
  unknownIds: SqlPart;
  offIds: SqlPart;
  variantsSeen: SqlPart;
}

const WHOLE: ManifestColumns = {
  lean: sqlPart`null`,
  unknownIds: sqlPart`'{}'::text[]`,
  offIds: sqlPart`'{}'::text[]`,
  variantsSeen: sqlPart`staged.variants_seen`,
};

/** Writes what a page carried into the manifest, from `staged`, `carried` and a row of counts in `tally`. */
export function manifestRow(
  run: RunReference,
  page: { batchId: string; page: number },
  { lean, unknownIds, offIds, variantsSeen } = WHOLE,
): SqlPart {
  return sqlPart`
      insert into sync_pages (
        tenant_id, run_id, batch_id, page, store_id, observation, next_cursor, lean, external_ids, unknown_ids, off_ids, rejected_ids,
        created, updated, unchanged, reactivated, deactivated, rejected,
        variants_seen, variants_created, variants_updated, variants_removed,
        priced, prices_fallen, stocked, stocks_fallen, requests, throttled_ms)
      select ${run.tenantId}::uuid, ${run.id}::uuid, ${page.batchId}::uuid, ${page.page}::int, ${run.storeId}::uuid,
             staged.observation, staged.next_cursor, ${lean}, array(select external_id from carried), ${unknownIds}, ${offIds},
             array(select each ->> 'external_id' from jsonb_array_elements(staged.rejected::jsonb) each),
             created, updated, products - created - updated - reactivated - deactivated, reactivated, deactivated,
             jsonb_array_length(staged.rejected::jsonb),
             ${variantsSeen}, variants_created, variants_updated, variants_removed,
             priced, prices_fallen, stocked, stocks_fallen, staged.requests, staged.throttled_ms
        from staged, tally`;
}
