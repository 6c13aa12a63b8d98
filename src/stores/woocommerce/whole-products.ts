import { isProblem } from '../is-problem';
import { Unmappable } from '../mapping/unmappable';
import type { StoreProblem } from '../problem';
import type { FetchedProducts } from '../store';
import type { WooClient } from './client';
import { fetchNamedVariations, fetchVariations, type Parent, type VariationRequest } from './fetch-variations';
import type { PageSize } from './page-size';
import { PRODUCT_FIELDS, type RawRow, variationIdsOf } from './raw-product';
import { readProduct, rejection, type WholeRow } from './read-product';
import { asProblem } from './woo-error';

export interface Reading {
  client: WooClient;
  /** See `VariationRequest`. */
  collection: boolean;
  size: PageSize;
  currency: string;
  signal: AbortSignal;
}

type Products = Pick<FetchedProducts, 'products' | 'rejected'> & { kind: 'products' };

/** The products of rows, with all their variations; those that cannot be mapped or are not whole are set aside (I7). */
export async function wholeProducts(rows: readonly RawRow[], reading: Reading): Promise<Products | StoreProblem> {
  const whole = await withVariations(rows, reading);
  if (isProblem(whole)) return whole;

  const result: Products = { kind: 'products', products: [], rejected: [] };
  for (const row of whole.rows) {
    const outcome = row.missing.length > 0 ? incomplete(row) : readProduct(row, reading.currency);
    if ('reason' in outcome) result.rejected.push(outcome);
    else result.products.push(outcome);
  }
  return result;
}

/** A row with the variations that came, and the ids of those that its product names and that did not. */
interface Gathered extends WholeRow {
  missing: readonly string[];
}

/**
 * Variations are compared with the parent's own list. What is missing is asked for by id; what is still missing then
 * was deleted since the parent was read, or cannot be loaded: the parent, read again, tells which.
 */
async function withVariations(
  rows: readonly RawRow[],
  reading: Reading,
): Promise<{ kind: 'rows'; rows: Gathered[] } | StoreProblem> {
  const parents = rows.map(parentOf).filter(({ variationIds }) => variationIds.length > 0);
  if (parents.length === 0) return { kind: 'rows', rows: rows.map((row) => gathered(row, new Map())) };

  const fetched = await reading.size.adapt((size) => fetchVariations(parents, requestOf(reading, size)));
  // The store was set back to a WooCommerce before 10.3 since it was connected.
  if (fetched.kind === 'not_supported' && reading.collection)
    return withVariations(rows, { ...reading, collection: false });
  if (isProblem(fetched)) return fetched;
  const whole: Gathered[] = [];
  for (const row of rows) {
    const first = gathered(row, fetched.byParent.get(row.id) ?? new Map());
    const outcome = first.missing.length === 0 ? first : await askAgain(first, reading);
    if (outcome === null) continue;
    if ('kind' in outcome) return outcome;
    whole.push(outcome);
  }
  return { kind: 'rows', rows: whole };
}

/** null when the product itself is gone meanwhile: then it is missing from this run and asked for by id later (I1). */
async function askAgain(row: Gathered, reading: Reading): Promise<Gathered | StoreProblem | null> {
  const named: Parent[] = [{ id: row.id, variationIds: row.missing }];
  const fetched = await reading.size.adapt((size) => fetchNamedVariations(named, requestOf(reading, size)));
  if (isProblem(fetched)) return fetched;
  const found = new Map([
    ...row.variations.map((variation) => [variation.id, variation] as const),
    ...(fetched.byParent.get(row.id) ?? []),
  ]);
  const second = gathered(row, found);
  if (second.missing.length === 0) return second;

  const path = `wp-json/wc/v3/products/${row.id}`;
  const answer = await reading.client.get(path, { _fields: PRODUCT_FIELDS }, reading.signal);
  if (answer.kind === 'woo_error' && answer.status === 404) return null;
  const again = asProblem(answer);
  return again.kind === 'json' ? gathered({ id: row.id, raw: again.value }, found) : again;
}

function gathered(row: RawRow, found: ReadonlyMap<string, RawRow>): Gathered {
  const named = new Set(variationIdsOf(row.raw));
  const variations = [...named].flatMap((id) => found.get(id) ?? []);
  const unnamed = named.size === 0 ? [] : [...found.values()].filter(({ id }) => !named.has(id));
  return { ...row, variations: [...variations, ...unnamed], missing: [...named].filter((id) => !found.has(id)) };
}

function incomplete(row: Gathered) {
  const announced = variationIdsOf(row.raw).length;
  const some = row.missing.slice(0, 10).join(', ');
  const message = `the store names ${announced} variations and does not answer ${row.missing.length} of them: ${some}`;
  return rejection({ ...row, variations: [] }, new Unmappable('variants_incomplete', 'variations', message));
}

function parentOf({ id, raw }: RawRow): Parent {
  return { id, variationIds: variationIdsOf(raw) };
}

function requestOf({ client, collection, signal }: Reading, size: number): VariationRequest {
  return { client, collection, size, signal };
}
