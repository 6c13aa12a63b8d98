import { onlyRow, type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { HintHold, HintNews } from '../../model/webhooks/hints';

/** News of the store about a product that nobody has read it for yet. */
interface PendingHint {
  id: string;
  topic: string;
  news: HintNews;
  received_at: Date;
  /** A run asks the store about it just now. */
  is_claimed: boolean;
  held_by: HintHold | null;
}

export interface PendingHints {
  count: number;
  /** The oldest of them. */
  items: PendingHint[];
}

const SHOWN = 5;
/** Pending ones of the store that are looked through: a storm that nobody could have read meanwhile. */
const LOOKED_THROUGH = 10_000;

/** Pending news that names the product, one of its variants or what they are counted by. */
export const hintsOfProduct = (sql: TenantSql, storeId: string, productId: string): Promise<PendingHints> =>
  pendingHints(
    sql,
    storeId,
    sqlPart`
      select external_id, '{product,unknown}'::text[] from products
       where tenant_id = ${sql.tenantId}::uuid and id = ${productId}::uuid
       union all
      select external_id, '{variant,unknown}' from product_variants
       where tenant_id = ${sql.tenantId}::uuid and product_id = ${productId}::uuid
       union all
      select inventory_item_id, '{inventory_item}' from product_variants
       where tenant_id = ${sql.tenantId}::uuid and product_id = ${productId}::uuid and inventory_item_id is not null`,
  );

/** Pending news of a product that the catalogue does not have. */
export const hintsOfId = (sql: TenantSql, storeId: string, externalId: string): Promise<PendingHints> =>
  pendingHints(sql, storeId, sqlPart`select ${externalId}::text, '{product,unknown}'::text[]`);

async function pendingHints(sql: TenantSql, storeId: string, names: SqlPart): Promise<PendingHints> {
  const { rows } = await sql<{ count: number; items: (Omit<PendingHint, 'received_at'> & { received_at: string })[] }>`
    with pending as (
      select * from webhook_events
       where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
       order by received_at
       limit ${LOOKED_THROUGH}::int
    ),
    name (id, subjects) as (${names}),
    about as (
      select distinct pending.id, pending.topic, pending.news, pending.received_at,
             pending.claimed_by is not null as is_claimed, pending.held_by
        from pending
       cross join lateral unnest(pending.external_ids) named(id)
        join name on name.id = named.id and pending.subject = any(name.subjects)
    )
    select (select count(*) from about)::int as count,
           coalesce((select json_agg(shown order by shown.received_at)
                       from (select * from about order by received_at limit ${SHOWN}::int) shown), '[]') as items`;
  const { count, items } = onlyRow(rows);
  return { count, items: items.map((hint) => ({ ...hint, received_at: new Date(hint.received_at) })) };
}
