import { onlyRow, sqlPart, type TenantSql } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { RunReference } from '../../model/run-reference';
import { LOGGED_RANGE, loggedChanges, type RangeRow, rangeOf } from '../logged-changes';
import { LEAN_GROUPS } from './lean-groups';
import { type ManifestColumns, manifestRow } from './manifest-row';
import type { MergeOutcome } from './merge-page';
import { isWrittenByRun } from './written-by-run';

export interface LeanPageToMerge {
  batchId: string;
  page: number;
  lean: LeanMode;
  /** What differs is `unknown`, and its document left alone: the database refused a value of it. */
  onlyCompare?: boolean;
}

interface LeanMergeRow extends RangeRow {
  is_staged: boolean;
  products: number;
  overtaken: number;
  without_document: number;
  alarming: number;
}

/** A lean page tells besides what it showed and could not compare, and what it did not show alive. */
const SHOWN: ManifestColumns = {
  lean: sqlPart`staged.lean`,
  unknownIds: sqlPart`array(select external_id from unknown) || staged.unclear_ids`,
  offIds: sqlPart`array(select external_id from shown where not is_active) || staged.unclear_ids`,
  // Those of products that are read whole are counted there.
  variantsSeen: sqlPart`
    staged.variants_seen - (
      select coalesce(sum(json_array_length(doc -> 'variants')), 0) from json_array_elements(staged.docs::json) doc
       where doc ->> 'external_id' in (select external_id from unknown))`,
};

/**
 * Merges a staged page that holds one group of fields, as `mergePage` does one with everything: compared by that group's
 * hash alone, and written, logged and observed in that group alone (I5, I12). Nothing else of a product is touched, and
 * none is made or switched on or off. A product that is not in the catalogue, or not with exactly these variants in this
 * order, stays as it is and is `unknown` in the manifest: it has to be read whole.
 */
export async function mergeLean(
  sql: TenantSql,
  run: RunReference,
  { batchId, page, lean, onlyCompare = false }: LeanPageToMerge,
): Promise<MergeOutcome> {
  const group = LEAN_GROUPS[lean];
  const { rows } = await sql<LeanMergeRow>`
    with staged as materialized (
      select * from staged_pages
       where tenant_id = ${run.tenantId}::uuid and batch_id = ${batchId}::uuid and page = ${page}::int
    ),
    shown as materialized (
      select each.*, staged.observation
        from staged, unnest(external_ids, ${group.hashes}, actives) as each(external_id, hash, is_active)
    ),
    looked_at_later as materialized (
      select distinct seen.external_id
        from sync_pages later, unnest(later.external_ids) seen(external_id)
       where later.tenant_id = ${hiddenUuid(run.tenantId)} and later.store_id = ${hiddenUuid(run.storeId)}
         and later.observation > (select observation from staged)
         and coalesce(later.lean, ${lean}::text) = ${lean}::text
    ),
    known as materialized (
      select shown.*, p.id, p.had_some, p.hash is distinct from shown.hash as differs,
             greatest(p.observed_all, p.observed_group) > shown.observation
               or shown.external_id in (select external_id from looked_at_later) as is_overtaken
        from shown
        left join lateral (
          select p.id, p.${group.hash} as hash, p.observation as observed_all, p.${group.observation} as observed_group,
                 p.${group.judged} > 0 as had_some
            from products p
           where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
             and p.external_id = shown.external_id
           limit 1) p on true
    ),
    todo as materialized (select * from known where id is not null and differs and not is_overtaken and not ${onlyCompare}::boolean),
    paired as materialized (
      select todo.id as product_id, todo.external_id as todo_id, d.external_id, todo.hash, todo.observation,
             ${group.names}, d.variants
        from todo
        full join (
          select d.*
            from (select docs from staged where exists (select from todo)) page,
                 jsonb_to_recordset(page.docs::jsonb) as d(external_id text, ${group.fields}, variants jsonb)
          ) d on d.external_id = todo.external_id
    ),
    doc as materialized (
      select product_id, paired.external_id, hash, paired.observation, variants, ${group.settled}, b.before
        from paired
        left join lateral (
          select p as before from products p
           where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.id = paired.product_id limit 1) b on true
       where paired.todo_id is not null and paired.external_id is not null
    ),
    variant as materialized (
      select doc.product_id, doc.external_id as product_external_id, pair.*
        from doc
       cross join lateral (
         select b.id as variant_id, b.before, v.external_id, v.place, ${group.variantSettled}
           from rows from (jsonb_to_recordset(doc.variants) as (external_id text, ${group.variantFields}))
                with ordinality as v(external_id, ${group.variantNames}, place)
           full join (
             select known.id, known.external_id as known_as, known as before from product_variants known
              where known.tenant_id = ${hiddenUuid(run.tenantId)} and known.product_id = doc.product_id) b
                  on b.known_as = v.external_id
         ) pair
    ),
    -- A whole page of this state would have other variants than the catalogue, or another order of them.
    misfit as materialized (
      select product_id from variant
       where case when external_id is null then (before).is_active
                  else variant_id is null or (before).position <> place - 1 end
    ),
    unknown as materialized (
      select external_id from known
       where id is null or (differs and not is_overtaken and ${onlyCompare}::boolean)
       union all
      select external_id from doc where product_id in (select product_id from misfit)
    ),
    carried as materialized (
      select external_id from known where external_id not in (select external_id from unknown)
    ),
    had_some as (select from known where had_some and external_id in (select external_id from carried)),
    fitting as materialized (select * from doc where product_id not in (select product_id from misfit)),
    product_difference as materialized (
      select fitting.product_id, fitting.external_id, difference.*
        from fitting
       cross join lateral (values ${group.differences}) difference(field, old, new)
       where difference.old is distinct from difference.new
    ),
    variant_difference as materialized (
      select variant.product_id, variant.product_external_id, variant.variant_id, difference.*
        from variant
       cross join lateral (values ${group.variantDifferences}) difference(field, old, new)
       where variant.external_id is not null and difference.old is distinct from difference.new
         and variant.product_id not in (select product_id from misfit)
    ),
    verdict as materialized (
      select fitting.*,
             product_id in (select product_id from product_difference)
               or product_id in (select product_id from variant_difference) as is_updated,
             ${isWrittenByRun(run, sqlPart`(fitting.before)`)} as is_counted
        from fitting
    ),
    written as (
      update products p set (${group.names}, ${group.hash}, ${group.observation}, changed_at) = row(
             ${group.values}, verdict.hash, verdict.observation, case when is_updated then now() else p.changed_at end)
        from verdict
       where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.id = any(array(select product_id from verdict))
         and p.id = verdict.product_id
    ),
    variant_written as (
      update product_variants v set (${group.variantNames}, changed_at) = row(${group.variantValues}, now())
        from variant
       where v.tenant_id = ${hiddenUuid(run.tenantId)}
         and v.id = any(array(select variant_id from variant_difference)) and v.id = variant.variant_id
    ),
    change as materialized (
      select row_number() over (order by external_id, rank, variant_id, field) as number, c.*
        from (
          select product_id, external_id, 1 as rank, null::uuid as variant_id, 'updated' as kind, field,
                 old as before, new as after, null::jsonb as evidence
            from product_difference
           union all
          select product_id, product_external_id, 2, variant_id, 'variant_updated', field, old, new, null
            from variant_difference
        ) c
    ),
    ${loggedChanges(run)},
    tally as (
      select (select count(*) from carried) as products,
             0 as created, count(*) filter (where is_updated and not is_counted) as updated, 0 as reactivated, 0 as deactivated,
             ${group.damage},
             0 as variants_created, (select count(distinct variant_id) from variant_difference) as variants_updated,
             0 as variants_removed
        from verdict
    ),
    listed as (${manifestRow(run, { batchId, page }, SHOWN)})
    select exists (select from staged) as is_staged,
           (select count(*) from carried)::int as products,
           (select count(*) from known where id is not null and differs and is_overtaken)::int as overtaken,
           (select count(*) from paired where external_id is null)::int as without_document,
           (select prices_fallen + stocks_fallen from tally)::int as alarming,
           ${LOGGED_RANGE}`;
  const row = onlyRow(rows);
  if (!row.is_staged) return { kind: 'pages_lost' };
  if (row.without_document > 0) return { kind: 'documents_missing', products: row.without_document };
  const { products, overtaken, alarming } = row;
  return { kind: 'merged', products, rejected: 0, overtaken, alarming, changes: rangeOf(row) };
}
