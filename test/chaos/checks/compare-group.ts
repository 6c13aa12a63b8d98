import type { LeanMode } from '../../../src/model/freshness/lean-product';
import { catalogueToCompare } from '../../support/compared';
import type { ChaosStore, ChaosWorld } from '../world/start-world';

/** What is compared of a variant. */
const FIELD = { inventory: 'stock', prices: 'price' } as const satisfies Record<LeanMode, string>;

/**
 * Where the stock, or the prices, of the products and variants that the catalogue and the shop both have are not the same.
 * Which there are is not asked: a lean mode makes none and switches none off.
 */
export async function compareGroup(
  { database }: ChaosWorld,
  store: ChaosStore,
  mode: LeanMode,
): Promise<{ externalId: string; what: string }[]> {
  const field = FIELD[mode];
  const held = new Map((await catalogueToCompare(database, store)).map((product) => [product.external_id, product]));
  return store.shop.expected().flatMap(({ external_id: externalId, variants }) => {
    const known = new Map(held.get(externalId)?.variants.map((variant) => [variant.external_id, variant[field]]));
    return variants.flatMap(({ external_id: id, [field]: shown }) => {
      const kept = known.get(id);
      if (kept === undefined || kept === shown) return [];
      return [{ externalId, what: `${field} of ${externalId}/${id}: the shop has ${shown}, the catalogue ${kept}` }];
    });
  });
}
