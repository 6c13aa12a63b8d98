import type { CanonicalVariant } from '../../../model/product';
import { quantityText, sumOfStock, wholeQuantity } from '../../mapping/quantity';
import type { RawStock } from './raw-product';
import type { PlacedVariant } from './variants-in-order';

type VariantStock = Pick<CanonicalVariant, 'stock' | 'available' | 'metadata'>;

/** What there is to sell of a variant; of its metadata what tells of stock. */
export function stockOfVariant(
  { raw, path }: PlacedVariant<RawStock['variants']['nodes'][number]>,
  { tracksInventory }: Pick<RawStock, 'tracksInventory'>,
): VariantStock {
  const tracked = raw.inventoryItem?.tracked ?? tracksInventory;
  const limited = tracked && raw.inventoryPolicy !== 'CONTINUE' && raw.inventoryQuantity !== null;
  const quantity = quantityText(raw.inventoryQuantity, `${path}.inventoryQuantity`);
  return {
    stock: limited && quantity !== null ? wholeQuantity(quantity, `${path}.inventoryQuantity`) : null,
    available: raw.availableForSale,
    metadata: { inventory_policy: raw.inventoryPolicy, quantity },
  };
}

/** What there is to sell of a product with these variants; of its metadata what tells of stock. */
export function stockOfProduct(variants: readonly VariantStock[]): VariantStock {
  const [onlyVariant] = variants.length === 1 ? variants : [];
  return {
    stock: sumOfStock(
      variants.map(({ stock }) => stock),
      'variants',
    ),
    available: variants.some(({ available }) => available),
    metadata:
      onlyVariant === undefined
        ? {}
        : {
            inventory_policy: onlyVariant.metadata.inventory_policy ?? null,
            quantity: onlyVariant.metadata.quantity ?? null,
          },
  };
}
