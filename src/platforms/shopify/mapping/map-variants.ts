import type { CanonicalVariant } from '../../../model/product';
import { boundedText } from '../../mapping/clean-text';
import { parseDecimal, priceText } from '../../mapping/decimal';
import { quantityText, wholeQuantity } from '../../mapping/quantity';
import { Unmappable } from '../../mapping/unmappable';
import { numericId, type RawProduct, type RawVariant } from './raw-product';

/** All variants of a product in the shop's order, with positions from 0. They come sorted by id. */
export function mapVariants(product: RawProduct): CanonicalVariant[] {
  const { nodes } = product.variants;
  // An edit between two pages of a product's variants may show one of them twice.
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  assertWhole(places.size, product);

  return [...places.values()]
    .map((at) => ({ at, position: nodes[at]?.position ?? 0 }))
    .sort((a, b) => a.position - b.position || a.at - b.at)
    .flatMap(({ at }, position) => {
      const variant = nodes[at];
      return variant === undefined ? [] : [mapVariant(variant, { product, position, path: `variants.nodes[${at}]` })];
    });
}

/** Fewer variants than the shop announces would look like removed ones. */
function assertWhole(received: number, { variantsCount }: RawProduct): void {
  const announced = variantsCount?.count ?? 0;
  if (received >= Math.max(1, announced)) return;
  const none = announced === 0 ? '; every product has one at least' : '';
  throw new Unmappable(
    'variants_incomplete',
    'variants',
    `${received} variants came, ${announced} were announced${none}`,
  );
}

interface Place {
  product: RawProduct;
  position: number;
  path: string;
}

function mapVariant(raw: RawVariant, { product, position, path }: Place): CanonicalVariant {
  const options = product.hasOnlyDefaultVariant ? [] : raw.selectedOptions;
  const tracked = raw.inventoryItem?.tracked ?? product.tracksInventory;
  const limited = tracked && raw.inventoryPolicy !== 'CONTINUE' && raw.inventoryQuantity !== null;
  const quantity = quantityText(raw.inventoryQuantity, `${path}.inventoryQuantity`);

  return {
    external_id: boundedText(numericId(raw.id), `${path}.id`),
    title: options.length === 0 ? product.title : options.map(({ value }) => value).join(' / '),
    sku: raw.sku === null || raw.sku === '' ? null : boundedText(raw.sku, `${path}.sku`),
    price: priceText(raw.price, `${path}.price`),
    compare_at_price: raw.compareAtPrice === null ? null : priceText(raw.compareAtPrice, `${path}.compareAtPrice`),
    stock: limited && quantity !== null ? wholeQuantity(quantity, `${path}.inventoryQuantity`) : null,
    available: raw.availableForSale,
    attributes: Object.fromEntries(options.map(({ name, value }) => [name, value])),
    position,
    // Shopify publishes products, not variants.
    is_active: true,
    barcode: raw.barcode || null,
    metadata: {
      gid: raw.id,
      inventory_policy: raw.inventoryPolicy,
      quantity,
      weight: weight(raw),
    },
  };
}

/** A Float on the wire: the shortest text that means the same double is what was sent, and invents no digits. */
function weight({ inventoryItem }: RawVariant): { value: string; unit: string } | null {
  const sent = inventoryItem?.measurement.weight;
  if (sent === undefined || sent === null) return null;
  return { value: parseDecimal(String(sent.value)) ?? String(sent.value), unit: sent.unit };
}
