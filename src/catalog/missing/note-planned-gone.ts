import { onlyRow, sqlPart, type TenantSql } from '../../database/sql';
import type { DeactivationEvidence } from '../../model/evidence';
import type { RunReference } from '../../model/run-reference';
import { noteCatalogChanged } from '../../outgoing/note-catalog-changed';
import { LOGGED_RANGE, type RangeRow, rangeOf } from '../logged-changes';
import { statusOf } from './status-of-evidence';

export interface GoneProduct {
  external_id: string;
  evidence: DeactivationEvidence;
}

/**
 * Planned products of which the store says that they are gone are not planned any more: their time would be news for
 * ever. They were never on, so nothing is switched off. Not one of which a newer look is known (I12). What the store shows
 * of it later is written whatever its hashes say: they are those of the planned one. The caller holds the store's lock.
 */
export async function notePlannedGone(
  sql: TenantSql,
  run: RunReference,
  gone: readonly GoneProduct[],
  observation: number,
): Promise<void> {
  const { rows } = await sql<RangeRow>`
    with said as materialized (
      select * from unnest(${gone.map((each) => each.external_id)}::text[],
                           ${gone.map((each) => JSON.stringify(each.evidence))}::jsonb[]) said(external_id, evidence)
    ),
    noted as materialized (
      update products p
         set status = ${statusOf(sqlPart`said.evidence`)}, form = 0, changed_at = now(), observation = ${observation}::bigint
        from said
       where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
         and p.external_id = said.external_id and p.status = 'future' and not p.is_active
         and p.observation < ${observation}::bigint
         and not exists (select from sync_pages later
                          where later.tenant_id = ${run.tenantId}::uuid and later.store_id = ${run.storeId}::uuid
                            and later.observation > ${observation}::bigint
                            and p.external_id = any(later.external_ids || later.rejected_ids))
      returning p.id, p.status, said.evidence
    ),
    change as materialized (
      select *, row_number() over (order by id) as number from noted
    ),
    counter as (
      update change_counters set last_seq = last_seq + (select count(*) from change)
       where tenant_id = ${run.tenantId}::uuid and exists (select from change)
      returning last_seq - (select count(*) from change) as base
    ),
    logged as (
      insert into product_changes (tenant_id, seq, store_id, product_id, kind, field, before, after, evidence, run_id)
      select ${run.tenantId}::uuid, counter.base + change.number, ${run.storeId}::uuid, change.id, 'updated', 'status',
             to_jsonb('future'::text), to_jsonb(change.status), change.evidence, ${run.id}::uuid
        from change, counter
    )
    select ${LOGGED_RANGE}`;
  await noteCatalogChanged(sql, run, rangeOf(onlyRow(rows)));
}
