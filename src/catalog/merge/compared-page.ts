import { type SqlPart, sqlPart } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import { CANONICAL_FORM } from '../../model/product';
import type { RunReference } from '../../model/run-reference';
import type { PageToMerge } from './merge-page';

/**
 * The beginning of a statement that merges a staged page: `staged` (its row), `carried` (its products),
 * `looked_at_later`, `known` (its products beside what the catalogue has of them) and `new_name` (its categories that
 * the catalogue has under another name, or not at all).
 */
export function comparedPage(run: RunReference, page: PageToMerge): SqlPart {
  return sqlPart`
    staged as materialized (
      select * from staged_pages
       where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int
    ),
    carried as materialized (
      select each.*, staged.observation, staged.staged_at
        from staged, unnest(external_ids, details_hashes, prices_hashes, stock_hashes, actives)
             as each(external_id, details_hash, prices_hash, stock_hash, is_active)
       where ${page.only}::text[] is null or each.external_id = any(${page.only}::text[])
    ),
    -- Manifest rows tell of newer looks that found nothing changed, and so wrote no observation to the product.
    looked_at_later as materialized (
      select distinct seen.external_id
        from sync_pages later, unnest(later.external_ids) seen(external_id)
       where later.tenant_id = ${hiddenUuid(run.tenantId)} and later.store_id = ${hiddenUuid(run.storeId)}
         and later.observation > (select observation from staged)
    ),
    -- Lateral and limit keep each look-up on the unique index, whatever the statistics say.
    known as materialized (
      select carried.*, p.id, p.was_active, p.written_at, p.was_priced, p.was_stocked,
             (p.details_hash, p.prices_hash, p.stock_hash, p.form, p.was_active) is distinct from
               (carried.details_hash, carried.prices_hash, carried.stock_hash, ${CANONICAL_FORM}::smallint, carried.is_active)
               as differs,
             coalesce(p.written_at > carried.observation, false)
               or carried.external_id in (select external_id from looked_at_later) as is_overtaken
        from carried
        left join lateral (
          select p.id, p.is_active as was_active, p.observation as written_at,
                 p.price > 0 as was_priced, p.stock > 0 as was_stocked,
                 p.details_hash, p.prices_hash, p.stock_hash, p.form
            from products p
           where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
             and p.external_id = carried.external_id
           limit 1) p on true
    ),
    new_name as materialized (
      select category.external_id, category.name, known.name as known_as
        from staged
       cross join jsonb_to_recordset(staged.categories::jsonb) as category(external_id text, name text)
        left join lateral (
          select c.name from collections c
           where c.tenant_id = ${hiddenUuid(run.tenantId)} and c.store_id = ${hiddenUuid(run.storeId)}
             and c.external_id = category.external_id
           limit 1) known on true
       where known.name is distinct from category.name
    )`;
}
