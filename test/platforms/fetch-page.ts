import type { StoreProblem } from '../../src/platforms/problem';
import type { PageRequest, ProductPage, StoreConnection, WholeRequest } from '../../src/platforms/store-platform';

/** A page of the listing, made whole at once. */
export async function fetchPage(
  connection: StoreConnection,
  { cursor, currency, signal }: PageRequest & WholeRequest,
): Promise<ProductPage | StoreProblem> {
  const listed = await connection.listPage({ cursor, signal });
  return listed.kind === 'listed' ? listed.whole({ currency, signal }) : listed;
}
