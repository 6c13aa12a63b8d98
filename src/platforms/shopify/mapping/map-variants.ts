import type { CanonicalVariant } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { parseDecimal } from '../../mapping/decimal';
import { pricesOfVariant } from './prices';
import { numericId, type RawProduct, type RawVariant } from './raw-product';
import { stockOfVariant } from './stock';
import { type PlacedVariant, variantId, variantsInOrder } from './variants-in-order';

/** All variants of a product in the shop's order, with positions from 0. */
export function mapVariants(product: RawProduct): CanonicalVariant[] {
  return variantsInOrder(product).map((placed, position) => mapVariant(placed, product, position));
}

function mapVariant(placed: PlacedVariant<RawVariant>, product: RawProduct, position: number): CanonicalVariant {
  const { raw, path } = placed;
  const options = product.hasOnlyDefaultVariant ? [] : raw.selectedOptions;
  const { stock, available, metadata } = stockOfVariant(placed, product);

  return {
    external_id: variantId(placed),
    title: options.length === 0 ? product.title : options.map(({ value }) => value).join(' / '),
    sku: raw.sku === null || raw.sku === '' ? null : boundedText(raw.sku, `${path}.sku`),
    ...pricesOfVariant(placed),
    stock,
    available,
    attributes: Object.fromEntries(options.map(({ name, value }) => [name, value])),
    position,
    // Shopify publishes products, not variants.
    is_active: true,
    barcode: raw.barcode || null,
    inventory_item_id: raw.inventoryItem?.id ? numericId(raw.inventoryItem.id) : null,
    metadata: { gid: raw.id, ...metadata, weight: weight(raw) },
  };
}

/** A Float on the wire: the shortest text that means the same double is what was sent, and invents no digits. */
function weight({ inventoryItem }: RawVariant): { value: string; unit: string } | null {
  const sent = inventoryItem?.measurement.weight;
  if (sent === undefined || sent === null) return null;
  return { value: parseDecimal(String(sent.value)) ?? String(sent.value), unit: sent.unit };
}
