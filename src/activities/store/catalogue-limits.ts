import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { otherProducts } from '../../stores/other-products';
import { limitMet } from './failures';

/** So that no store and no tenant can fill the database, or keep a worker, without an end. */
export interface CatalogueLimits {
  productsOfStore: number;
  /** In all of a tenant's stores together. */
  productsOfTenant: number;
}

/**
 * A listing may show more than it announced, as a shop grows while it is read. One of 10 products that shows 10,100 is
 * made up as it is asked for.
 */
const MORE_THAN_ANNOUNCED = { times: 10, more: 10_000 };

/** @throws the run's failure where a listing has more products than a store may have, or than it can have by its word. */
export function refuseEndless(
  { announced, listed = 0 }: { announced: number; listed?: number },
  limits: CatalogueLimits,
): void {
  if (listed > limits.productsOfStore) throw limitMet(tooManyOfStore(listed, limits));
  if (listed > announced * MORE_THAN_ANNOUNCED.times + MORE_THAN_ANNOUNCED.more) {
    throw limitMet(`the store announced ${announced} products, and its listing goes on behind ${listed}`);
  }
}

/** Why a store with so many products is not read, which is told before a page is; null where it is. */
export async function whyTooMany(
  sql: TenantSql,
  run: RunReference,
  announced: number,
  limits: CatalogueLimits,
): Promise<string | null> {
  if (announced > limits.productsOfStore) return tooManyOfStore(announced, limits);
  const others = await otherProducts(sql, run.storeId);
  if (announced + others <= limits.productsOfTenant) return null;
  return `the store announces ${announced} products, and the tenant's other stores have ${others}: together more than the ${limits.productsOfTenant} that a tenant may have (MOST_PRODUCTS_PER_TENANT)`;
}

function tooManyOfStore(count: number, { productsOfStore }: CatalogueLimits): string {
  return `the store has ${count} products or more; ${productsOfStore} are the most of a store (MOST_PRODUCTS_PER_STORE)`;
}
