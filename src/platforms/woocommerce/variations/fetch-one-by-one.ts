import { isProblem, type StoreProblem } from '../../problem';
import { readRows } from '../mapping/raw-product';
import { MOST_ERRORS, mayBeOfOneProduct } from '../requests/woo-error';
import type { Reading } from './complete-products';
import { type FetchedVariations, fetchVariations, type Parent } from './fetch-variations';

/** Other products that are tried before the store is taken for broken: the first may be such a one itself. */
const OTHERS = 5;

export interface SortedVariations extends FetchedVariations {
  /** By the product's id: what its endpoint answered in place of its variations. */
  failed: ReadonlyMap<string, StoreProblem>;
}

/**
 * The variations of each product by its own endpoint: finds the product that none can be read together with. The fault
 * is the product's only as long as others are answered; when none is, it is the store's, and a problem.
 */
export async function fetchOneByOne(
  parents: readonly Parent[],
  reading: Reading,
): Promise<SortedVariations | StoreProblem> {
  const byParent = new Map<string, VariationsOfOne>();
  const failed = new Map<string, StoreProblem>();
  for (const parent of parents) {
    const fetched = await fetchOne(parent, reading);
    if (!isProblem(fetched)) {
      byParent.set(parent.id, fetched.byParent.get(parent.id) ?? new Map());
      continue;
    }
    if (!mayBeOfOneProduct(fetched) || failed.size === MOST_ERRORS) return fetched;
    failed.set(parent.id, fetched);
  }
  const [problem] = failed.values();
  const isStores = problem !== undefined && byParent.size === 0 && !(await answersOthers(parents, reading));
  return isStores ? problem : { kind: 'variations', byParent, failed };
}

type VariationsOfOne = NonNullable<ReturnType<FetchedVariations['byParent']['get']>>;

function fetchOne(parent: Parent, reading: Reading): Promise<FetchedVariations | StoreProblem> {
  const { client, fields, signal } = reading;
  return reading.size.adapt((size) => fetchVariations([parent], { client, collection: false, fields, size, signal }));
}

async function answersOthers(parents: readonly Parent[], reading: Reading): Promise<boolean> {
  const params = {
    type: 'variable',
    exclude: parents.map(({ id }) => id).join(','),
    per_page: String(OTHERS),
    _fields: 'id',
  };
  const listed = await reading.client.get('wc/v3/products', params, reading.signal);
  const others = listed.kind === 'json' ? (readRows(listed.value) ?? []) : [];
  for (const { id } of others) {
    if (!isProblem(await fetchOne({ id, variationIds: [] }, reading))) return true;
  }
  return false;
}
