import type { TenantSql } from '../../database/sql';
import { CANONICAL_FORM, type CanonicalProduct, type ProductCategory } from '../../model/product';
import type { UnreadableProduct } from '../../model/rejection';
import type { RunReference } from '../../model/run-reference';
import { storableRejection } from '../rejected/storable-rejection';
import { type ContentHashes, contentHashes } from './content-hashes';
import { type KnownProduct, knownProducts } from './known-products';

export interface PageToStage {
  batchId: string;
  page: number;
  /** Taken from `nextObservation` before the request was sent (I12). */
  observation: number;
  nextCursor: string | null;
  products: readonly CanonicalProduct[];
  rejected: readonly UnreadableProduct[];
  requests: number;
  throttledMs: number;
  /** Stage every document, also of products that look unchanged now: after a merge found one changed meanwhile. */
  allDocuments: boolean;
}

/**
 * Puts one page in the staging table, documents only of products that differ from the catalogue: an unchanged page of
 * 250 costs 2 ms in the merge instead of 40.
 */
export async function stagePage(sql: TenantSql, run: RunReference, page: PageToStage): Promise<void> {
  // A platform may list a product twice in a page; `on conflict` takes each row once. The last one counts.
  const products = [...new Map(page.products.map((product) => [product.external_id, product])).values()];
  const ids = products.map((product) => product.external_id);
  const hashes = products.map(contentHashes);
  const known = page.allDocuments ? new Map<string, KnownProduct>() : await knownProducts(sql, run, ids);
  const differing = products.filter((product, index) =>
    differs(known.get(product.external_id), product, hashes[index]),
  );

  await sql`
    insert into staged_pages (
      tenant_id, batch_id, page, store_id, run_id, observation, next_cursor, external_ids,
      details_hashes, prices_hashes, stock_hashes, actives, variants_seen, docs, categories, rejected,
      requests, throttled_ms)
    values (
      ${run.tenantId}::uuid, ${page.batchId}::uuid, ${page.page}::int, ${run.storeId}::uuid, ${run.id}::uuid,
      ${page.observation}::bigint, ${page.nextCursor}::text, ${ids}::text[],
      ${hashes.map((hash) => hash.details)}::uuid[], ${hashes.map((hash) => hash.prices)}::uuid[],
      ${hashes.map((hash) => hash.stock)}::uuid[], ${products.map((product) => product.is_active)}::boolean[],
      ${products.reduce((sum, product) => sum + product.variants.length, 0)}::int,
      ${JSON.stringify(differing)}::text, ${JSON.stringify(categoriesOf(products))}::text,
      ${JSON.stringify(page.rejected.map(storableRejection))}::text, ${page.requests}::int, ${page.throttledMs}::int)`;
}

function differs(
  known: KnownProduct | undefined,
  product: CanonicalProduct,
  hashes: ContentHashes | undefined,
): boolean {
  return (
    known === undefined ||
    hashes === undefined ||
    known.form !== CANONICAL_FORM ||
    known.is_active !== product.is_active ||
    known.details_hash !== hashes.details ||
    known.prices_hash !== hashes.prices ||
    known.stock_hash !== hashes.stock
  );
}

/** Each category or collection of a page once, the last name that was seen. */
export function categoriesOf(products: readonly CanonicalProduct[]): ProductCategory[] {
  return [
    ...new Map(products.flatMap((product) => product.categories.map((each) => [each.external_id, each]))).values(),
  ];
}

/** Takes a merged batch off the staging table, and what a store's dead attempts left there an hour ago or earlier. */
export async function clearBatch(sql: TenantSql, storeId: string, batchId: string): Promise<void> {
  await sql`
    delete from staged_pages
     where tenant_id = ${sql.tenantId}::uuid
       and (batch_id = ${batchId}::uuid
            or (store_id = ${storeId}::uuid and staged_at < now() - interval '1 hour'
                and not exists (select from sync_runs r where r.tenant_id = staged_pages.tenant_id
                                   and r.id = staged_pages.run_id and r.finished_at is null)))`;
}
