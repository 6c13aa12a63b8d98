import { type SqlPart, sqlPart } from '../database/sql';
import type { RunReference } from '../model/run-reference';

/**
 * Joins to ids that a hint `told` (`subject`, `external_id`) the product `whose.product_id`: a variant's or an inventory
 * item's own, null where the catalogue knows none. An id that may be a product's or a variant's is a variant's where the
 * catalogue has one of that id.
 */
export const whoseProduct = (run: RunReference): SqlPart => sqlPart`
  left join lateral (${parentBy(run, sqlPart`told.subject in ('variant', 'unknown') and v.external_id`)}) parent on true
  left join lateral (${parentBy(run, sqlPart`told.subject = 'inventory_item' and v.inventory_item_id`)}) stocked on true
 cross join lateral (
   select case told.subject when 'inventory_item' then stocked.external_id
                            when 'variant' then parent.external_id
                            when 'unknown' then coalesce(parent.external_id, told.external_id)
                            else told.external_id end as product_id) whose`;

/** By an index for each id; of several the one that has the variant still. */
const parentBy = (run: RunReference, key: SqlPart): SqlPart => sqlPart`
  select p.external_id
    from product_variants v
    join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
   where v.tenant_id = ${run.tenantId}::uuid and ${key} = told.external_id and p.store_id = ${run.storeId}::uuid
   order by v.is_active desc, p.is_active desc
   limit 1`;
