import type { TenantSql } from '../../database/sql';
import type { LeanMode, LeanProduct } from '../../model/freshness/lean-product';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { pricesHash, stockHash } from './content-hashes';
import { knownProducts } from './known-products';

export interface LeanPageToStage {
  batchId: string;
  page: number;
  /** Taken from `nextObservation` before the request was sent (I12). */
  observation: number;
  nextCursor: string | null;
  products: readonly LeanProduct[];
  /** Named by the store without all their fields or variants. */
  unclear: readonly string[];
  requests: number;
  throttledMs: number;
  /** As of a whole page: see `PageToStage`. */
  allDocuments: boolean;
}

/**
 * Puts a page that holds one group of fields in the staging table, as `stagePage` does one with everything. Of the
 * hashes only the group's are there.
 */
export async function stageLeanPage(sql: TenantSql, run: RunReference, page: LeanPageToStage): Promise<void> {
  const lean = leanModeOf(run.mode);
  if (lean === null) throw new Error(`run ${run.id} reads products whole`);
  const products = [...new Map(page.products.map((product) => [product.external_id, product])).values()];
  const ids = products.map((product) => product.external_id);
  const hashes = products.map(groupHash);
  const known = page.allDocuments ? new Map<string, string>() : await knownHashes(sql, run, lean, ids);
  const differing = products.filter((product, index) => known.get(product.external_id) !== hashes[index]);
  const of = (group: LeanMode) => (group === lean ? hashes : []);
  const named = new Set(ids);

  await sql`
    insert into staged_pages (
      tenant_id, batch_id, page, store_id, run_id, observation, next_cursor, lean, external_ids, unclear_ids,
      details_hashes, prices_hashes, stock_hashes, actives, variants_seen, docs, categories, rejected,
      requests, throttled_ms)
    values (
      ${run.tenantId}::uuid, ${page.batchId}::uuid, ${page.page}::int, ${run.storeId}::uuid, ${run.id}::uuid,
      ${page.observation}::bigint, ${page.nextCursor}::text, ${lean}::text, ${ids}::text[],
      ${[...new Set(page.unclear)].filter((id) => !named.has(id))}::text[],
      '{}', ${of('prices')}::uuid[], ${of('inventory')}::uuid[], ${products.map((product) => product.is_active)}::boolean[],
      ${products.reduce((sum, product) => sum + product.variants.length, 0)}::int,
      ${JSON.stringify(differing)}::text, '[]', '[]', ${page.requests}::int, ${page.throttledMs}::int)`;
}

function groupHash(product: LeanProduct): string {
  return product.group === 'prices' ? pricesHash(product) : stockHash(product);
}

async function knownHashes(
  sql: TenantSql,
  run: RunReference,
  lean: LeanMode,
  ids: string[],
): Promise<Map<string, string>> {
  const known = await knownProducts(sql, run, ids);
  return new Map([...known].map(([id, row]) => [id, lean === 'prices' ? row.prices_hash : row.stock_hash]));
}
