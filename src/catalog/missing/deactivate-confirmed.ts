import { onlyRow, sqlPart, type TenantSql } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import type { RunReference } from '../../model/run-reference';
import { noteCatalogChanged } from '../../outgoing/note-catalog-changed';
import { LOGGED_RANGE, type RangeRow, rangeOf } from '../logged-changes';
import { statusOf } from './status-of-evidence';

/** Evidence older than this is asked for again before anything is switched off. */
const EVIDENCE_MINUTES = 10;

export interface DeactivatedPiece {
  deactivated: number;
  /** Left as they are: something newer than the evidence was seen of them. */
  overtaken: number;
  /** Back to suspects: their evidence is old. */
  stale: number;
}

/**
 * Switches off up to `limit` products whose absence the store itself confirmed (I1), never one that was observed later
 * than its evidence, by its row or by the manifest (I12); of a lean look only if that showed it alive. The only statement that deactivates what a listing did not
 * show. `besides`: left to somebody's decision. The caller holds the store's lock and repeats until a piece moves nothing.
 */
export async function deactivateConfirmed(
  sql: TenantSql,
  run: RunReference,
  limit: number,
  besides: readonly string[] = [],
): Promise<DeactivatedPiece> {
  // `any(array(…))` keeps both updates on their keys: just filled, the tables look empty to the planner, and a piece of
  // 500 was joined with each of 25,000 rows (3 s under the store's lock instead of 0.1).
  const { rows } = await sql<DeactivatedPiece & RangeRow>`
    with piece as materialized (
      select m.external_id, m.evidence, m.observation,
             m.checked_at < now() - make_interval(mins => ${EVIDENCE_MINUTES}::int) as is_stale,
             (select p.status from products p
               where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
                 and p.external_id = m.external_id) as status_before
        from missing_products m
       where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid and m.state = 'confirmed'
         and m.external_id <> all(${besides}::text[])
       order by m.external_id
       limit ${limit}::int
    ),
    looked_at_later as materialized (
      select distinct seen.external_id
        from sync_pages later, unnest(later.external_ids || later.rejected_ids || later.unknown_ids) seen(external_id)
       where seen.external_id <> all(later.off_ids) and later.tenant_id = ${run.tenantId}::uuid and later.store_id = ${run.storeId}::uuid
         and later.observation > (select min(observation) from piece)
         and exists (
           select from piece where piece.external_id = seen.external_id and piece.observation < later.observation)
    ),
    off as materialized (
      update products p
         set is_active = false, status = ${statusOf(sqlPart`piece.evidence`)}, changed_at = now(), deactivated_at = now(),
             observation = piece.observation,
             deactivation = jsonb_build_object('run_id', ${run.id}::uuid, 'evidence', piece.evidence)
        from piece
       where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
         and p.external_id = any(array(select external_id from piece)) and p.external_id = piece.external_id
         and p.is_active and not piece.is_stale and p.observation <= piece.observation
         and not exists (select from looked_at_later where looked_at_later.external_id = piece.external_id)
      returning p.id, p.external_id, p.status, piece.status_before, piece.evidence
    ),
    change as materialized (
      select each.*, row_number() over (order by external_id, kind) as number
        from (
          select id, external_id, 'deactivated' as kind, null as field, null::jsonb as before, null::jsonb as after, evidence
            from off
           union all
          select id, external_id, 'updated', 'status', to_jsonb(status_before), to_jsonb(status), null
            from off where status <> status_before
        ) each
    ),
    counter as (
      update change_counters set last_seq = last_seq + (select count(*) from change)
       where tenant_id = ${run.tenantId}::uuid and exists (select from change)
      returning last_seq - (select count(*) from change) as base
    ),
    logged as (
      insert into product_changes (tenant_id, seq, store_id, product_id, kind, field, before, after, evidence, run_id)
      select ${run.tenantId}::uuid, counter.base + change.number, ${run.storeId}::uuid, change.id, change.kind,
             change.field, change.before, change.after, change.evidence, ${run.id}::uuid
        from change, counter
    ),
    settled as (
      update missing_products m
         set state = case when piece.is_stale then 'suspect'
                          when piece.external_id in (select external_id from off) then 'deactivated'
                          else 'observed_later' end
        from piece
       where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid
         and m.external_id = any(array(select external_id from piece)) and m.external_id = piece.external_id
      returning m.state
    )
    select count(*) filter (where state = 'deactivated')::int as deactivated,
           count(*) filter (where state = 'observed_later')::int as overtaken,
           count(*) filter (where state = 'suspect')::int as stale,
           ${LOGGED_RANGE}
      from settled`;
  const { deactivated, overtaken, stale, ...range } = onlyRow(rows);
  await noteCatalogChanged(sql, run, rangeOf(range));
  return { deactivated, overtaken, stale };
}
