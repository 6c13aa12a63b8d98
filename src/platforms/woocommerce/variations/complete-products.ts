import type { UnreadableProduct } from '../../../model/rejection';
import { MOST_OF_A_PRODUCT } from '../../mapping/storable-product';
import { Unmappable } from '../../mapping/unmappable';
import { isProblem, type StoreProblem } from '../../problem';
import type { FetchedProducts } from '../../store-platform';
import type { PageSize } from '../listing/page-size';
import { type RawRow, variationIdsOf } from '../mapping/raw-product';
import { readProduct, rejection, type WholeRow } from '../mapping/read-product';
import type { RowFields } from '../mapping/row-fields';
import type { WooClient } from '../requests/client';
import { asProblem, MOST_ERRORS, mayBeOfOneProduct } from '../requests/woo-error';
import { fetchOneByOne, type SortedVariations } from './fetch-one-by-one';
import { fetchNamedVariations, fetchVariations, type Parent, type VariationRequest } from './fetch-variations';

/** One store as one attempt reads it. */
export interface WooStore {
  client: WooClient;
  /** See `VariationRequest`. */
  collection: boolean;
  /** See `StoreAccess`. */
  isLastTry: boolean;
  /** How much is read of each product. */
  fields: RowFields;
}

export interface Reading extends WooStore {
  size: PageSize;
  currency: string;
  signal: AbortSignal;
}

type Products = Pick<FetchedProducts, 'products' | 'rejected'> & { kind: 'products' };

/** The products of rows, with all their variations; those that cannot be mapped or are not whole are set aside (I7). */
export async function completeProducts(rows: readonly RawRow[], reading: Reading): Promise<Products | StoreProblem> {
  const complete = await completeRows(rows, reading);
  if (isProblem(complete)) return complete;
  const result: Products = { kind: 'products', products: [], rejected: complete.rejected };
  for (const row of complete.rows) {
    const outcome = readProduct(row, reading.currency);
    if ('reason' in outcome) result.rejected.push(outcome);
    else result.products.push(outcome);
  }
  return result;
}

interface CompleteRows {
  kind: 'rows';
  /** Each with all its variations. */
  rows: WholeRow[];
  /** Those that are not whole. */
  rejected: UnreadableProduct[];
}

export async function completeRows(rows: readonly RawRow[], reading: Reading): Promise<CompleteRows | StoreProblem> {
  const complete: CompleteRows = { kind: 'rows', rows: [], rejected: rows.flatMap((row) => tooMany(row) ?? []) };
  const aside = new Set(complete.rejected.map((each) => each.external_id));
  const whole = await withVariations(
    rows.filter(({ id }) => !aside.has(id)),
    reading,
  );
  if (isProblem(whole)) return whole;

  for (const row of whole.rows) {
    const reason = unfinished(row);
    if (reason === null) complete.rows.push(row);
    else complete.rejected.push(reason);
  }
  return complete;
}

/** Why a product is set aside before it is asked for its variations: thousands of requests would end there, too. */
function tooMany(row: RawRow): UnreadableProduct | null {
  const { length } = variationIdsOf(row.raw);
  if (length <= MOST_OF_A_PRODUCT.variants) return null;
  const message = `${length} are more than the ${MOST_OF_A_PRODUCT.variants} of a product`;
  return withoutThem(row, new Unmappable('out_of_range', 'variations', message));
}

/** A row with the variations that came, and the ids of those that its product names and that did not. */
interface Gathered extends WholeRow {
  missing: readonly string[];
  /** What the store answers whenever it is asked for them. */
  problem?: StoreProblem;
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

  const fetched = await variationsOf(parents, reading);
  // The store was set back to a WooCommerce before 10.3 since it was connected.
  if (fetched.kind === 'not_supported' && reading.collection)
    return withVariations(rows, { ...reading, collection: false });
  if (isProblem(fetched)) return fetched;
  const whole: Gathered[] = [];
  for (const row of rows) {
    const problem = fetched.failed.get(row.id);
    if (problem !== undefined) {
      whole.push({ ...row, variations: [], missing: [], problem });
      continue;
    }
    const first = gathered(row, fetched.byParent.get(row.id) ?? new Map());
    const outcome = first.missing.length === 0 ? first : await askAgain(first, reading);
    if (outcome === null) continue;
    if (!('kind' in outcome)) whole.push(outcome);
    else if (isProducts(outcome, whole, reading)) whole.push({ ...first, problem: outcome });
    else return outcome;
  }
  return { kind: 'rows', rows: whole };
}

/** On the last try a few products may have what the store fails to answer (I7); more are a store in trouble. */
function isProducts(problem: StoreProblem, whole: readonly Gathered[], { isLastTry }: Reading): boolean {
  return (
    isLastTry && mayBeOfOneProduct(problem) && whole.filter((row) => row.problem !== undefined).length < MOST_ERRORS
  );
}

async function variationsOf(parents: readonly Parent[], reading: Reading): Promise<SortedVariations | StoreProblem> {
  const fetched = await reading.size.adapt((size) => fetchVariations(parents, requestOf(reading, size)));
  if (!isProblem(fetched)) return { ...fetched, failed: new Map() };
  return reading.isLastTry && mayBeOfOneProduct(fetched) ? fetchOneByOne(parents, reading) : fetched;
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

  const path = `wc/v3/products/${row.id}`;
  const answer = await reading.client.get(path, { _fields: reading.fields.product }, reading.signal);
  if (answer.kind === 'woo_error' && answer.status === 404) return null;
  const again = asProblem(answer);
  if (again.kind === 'unavailable' && again.status === 404) return null; // WooCommerce's 404 in a body that is not its own
  return again.kind === 'json' ? gathered({ id: row.id, raw: again.value }, found) : again;
}

function gathered(row: RawRow, found: ReadonlyMap<string, RawRow>): Gathered {
  const named = new Set(variationIdsOf(row.raw));
  const variations = [...named].flatMap((id) => found.get(id) ?? []);
  const unnamed = named.size === 0 ? [] : [...found.values()].filter(({ id }) => !named.has(id));
  return { ...row, variations: [...variations, ...unnamed], missing: [...named].filter((id) => !found.has(id)) };
}

/** Why a product is set aside whose variations are not all there; null when they are. */
function unfinished(row: Gathered) {
  const { problem, missing } = row;
  if (problem !== undefined) return withoutThem(row, new Unmappable('store_error', 'variations', problem.detail));
  if (missing.length === 0) return null;
  const announced = variationIdsOf(row.raw).length;
  const some = missing.slice(0, 10).join(', ');
  const message = `the store names ${announced} variations and does not answer ${missing.length} of them: ${some}`;
  return withoutThem(row, new Unmappable('variants_incomplete', 'variations', message));
}

function withoutThem(row: RawRow, error: Unmappable) {
  return rejection({ ...row, variations: [] }, error);
}

function parentOf({ id, raw }: RawRow): Parent {
  return { id, variationIds: variationIdsOf(raw) };
}

function requestOf({ client, collection, fields, signal }: Reading, size: number): VariationRequest {
  return { client, collection, fields, size, signal };
}
