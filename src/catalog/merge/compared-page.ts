import { type SqlPart, sqlPart } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import { CANONICAL_FORM } from '../../model/product';
import type { RunReference } from '../../model/run-reference';
import type { PageToMerge } from './merge-page';

/**
 * The beginning of a statement that merges a staged page: `staged` (its row), `carried` (its products),
 * `looked_at_later`, `known` (its products beside what the catalogue has of them) and `new_name` (its categories that
 * the catalogue has under another name, or not at all).
 *
 * Of a known product, `has_news` says that the page has something to write, `is_overtaken` that a newer look leaves it
 * less than it differs by (I12), and `keeps_prices` and `keeps_stock` that a newer lean look decides that group alone. One
 * that would switch it off stays for another look as a whole where a newer lean look showed the product alive.
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
      select seen.external_id, bool_or(later.lean is null) as at_all,
             bool_or(later.lean = 'prices' and is_compared) as at_prices,
             bool_or(later.lean = 'inventory' and is_compared) as at_stock,
             bool_or(later.lean is not null and seen.external_id <> all(later.off_ids)) as as_alive
        from sync_pages later
       cross join lateral (
         select external_id, true as is_compared from unnest(later.external_ids) each(external_id)
          union all
         select external_id, false from unnest(later.unknown_ids) each(external_id)) seen
       where later.tenant_id = ${hiddenUuid(run.tenantId)} and later.store_id = ${hiddenUuid(run.storeId)}
         and later.observation > (select observation from staged)
       group by seen.external_id
    ),
    -- Lateral and limit keep each look-up on the unique index, whatever the statistics say.
    beside as materialized (
      select carried.*, p.id, p.was_active, p.was_priced, p.was_stocked,
             p.prices_hash as known_prices_hash, p.stock_hash as known_stock_hash,
             (p.details_hash, p.form, p.was_active) is distinct from
               (carried.details_hash, ${CANONICAL_FORM}::smallint, carried.is_active) as differs_else,
             p.prices_hash is distinct from carried.prices_hash as differs_in_prices,
             p.stock_hash is distinct from carried.stock_hash as differs_in_stock,
             coalesce(p.written_at > carried.observation, false)
               or carried.external_id in (select external_id from looked_at_later where at_all)
               or (coalesce(p.was_active, false) and not carried.is_active
                   and carried.external_id in (select external_id from looked_at_later where as_alive)) as keeps_all,
             p.id is not null
               and (coalesce(p.prices_observation > carried.observation, false)
                    or carried.external_id in (select external_id from looked_at_later where at_prices)) as keeps_prices,
             p.id is not null
               and (coalesce(p.stock_observation > carried.observation, false)
                    or carried.external_id in (select external_id from looked_at_later where at_stock)) as keeps_stock
        from carried
        left join lateral (
          select p.id, p.is_active as was_active, p.observation as written_at, p.prices_observation, p.stock_observation,
                 p.price > 0 as was_priced, p.stock > 0 as was_stocked,
                 p.details_hash, p.prices_hash, p.stock_hash, p.form
            from products p
           where p.tenant_id = ${hiddenUuid(run.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
             and p.external_id = carried.external_id
           limit 1) p on true
    ),
    known as materialized (
      select beside.*,
             not keeps_all and (differs_else or (differs_in_prices and not keeps_prices)
                                or (differs_in_stock and not keeps_stock)) as has_news,
             (keeps_all and (differs_else or differs_in_prices or differs_in_stock))
               or (keeps_prices and differs_in_prices) or (keeps_stock and differs_in_stock) as is_overtaken
        from beside
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
