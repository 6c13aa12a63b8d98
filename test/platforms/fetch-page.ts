import type { StoreProblem } from '../../src/platforms/problem';
import type { ListingRequest, ProductPage, ProductsRequest, StoreConnection } from '../../src/platforms/store-platform';

/** A page of the listing, with its products at once. */
export async function fetchPage(
  connection: StoreConnection,
  { cursor, currency, signal }: ListingRequest & ProductsRequest,
): Promise<ProductPage | StoreProblem> {
  const listed = await connection.listPage({ cursor, signal });
  return listed.kind === 'listed' ? listed.products({ currency, signal }) : listed;
}
