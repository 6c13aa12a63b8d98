import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import type { HintNews } from '../model/webhooks/hints';
import { whoseProduct } from './whose-product';

/** A claimed hint, in terms of products. */
export interface HintOfBatch {
  id: string;
  /** By the store's clock, of a product itself: null where there is none to compare a product's own date with. */
  datedAt: Date | null;
  /** Answers so far that were older than the news, or unclear. */
  tries: number;
  products: { externalId: string; news: HintNews }[];
}

interface ToldRow {
  id: string;
  dated_at: Date | null;
  tries: number;
  /** null: none that is known; in its place the hint may name nothing at all. */
  product_id: string | null;
  news: HintNews;
}

/**
 * The hints of a batch, and whose products they tell of. News of a variant or an inventory item is its product's; an id
 * that may be either's is a variant's where the catalogue has one of that id. That a variant went is a change of its
 * product (WooCommerce's `deleted` comes for each variation, too).
 */
export async function hintsOfBatch(sql: TenantSql, run: RunReference, batchId: string): Promise<HintOfBatch[]> {
  const { rows } = await sql<ToldRow>`
    with told as materialized (
      select e.id, e.received_at, e.subject, e.news, e.dated_at, e.tries, each.external_id
        from webhook_events e
        left join lateral unnest(e.external_ids) each(external_id) on true
       where e.tenant_id = ${run.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and e.state = 'pending'
         and e.claimed_by = ${run.id}::uuid and e.claimed_batch = ${batchId}::uuid
    )
    select told.id, told.tries, whose.product_id,
           case when told.subject = 'product' and told.news = 'changed' then told.dated_at end as dated_at,
           case when told.subject in ('product', 'unknown') and whose.product_id = told.external_id then told.news
                else 'changed' end as news
      from told
     ${whoseProduct(run)}
     order by told.received_at, told.id`;
  const hints = new Map<string, HintOfBatch>();
  for (const { id, dated_at: datedAt, tries, product_id: externalId, news } of rows) {
    const hint = hints.get(id) ?? { id, datedAt, tries, products: [] };
    hints.set(id, hint);
    if (externalId !== null) hint.products.push({ externalId, news });
  }
  return [...hints.values()];
}
