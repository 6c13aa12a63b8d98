import { STOCK_METADATA } from '../../../src/catalog/staging/content-hashes';
import type { LeanMode, LeanPrices, LeanProduct, LeanStock } from '../../../src/model/freshness/lean-product';
import type { CanonicalProduct, Metadata } from '../../../src/model/product';

/** What a lean listing shows of a product that a full page shows so. */
export function leanOf(mode: LeanMode, product: CanonicalProduct): LeanProduct {
  return mode === 'prices' ? pricesOf(product) : stockOf(product);
}

function pricesOf({ external_id, is_active, price, currency, variants }: CanonicalProduct): LeanPrices {
  return {
    group: 'prices',
    external_id,
    is_active,
    price,
    currency,
    variants: variants.map(({ external_id, price, compare_at_price }) => ({ external_id, price, compare_at_price })),
  };
}

function stockOf({ external_id, is_active, stock, available, metadata, variants }: CanonicalProduct): LeanStock {
  return {
    group: 'inventory',
    external_id,
    is_active,
    stock,
    available,
    metadata: stockMetadata(metadata),
    variants: variants.map(({ external_id, stock, available, metadata }) => ({
      external_id,
      stock,
      available,
      metadata: stockMetadata(metadata),
    })),
  };
}

const stockMetadata = (metadata: Metadata): Metadata =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => STOCK_METADATA.has(key)));
