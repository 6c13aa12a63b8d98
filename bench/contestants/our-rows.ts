import type { Platform } from '../../src/model/platform';

/** Products and variants as a catalogue of our form holds them: the service's, and those of the bare contestants. */
export const OUR_PRODUCTS = 'select external_id, title from products';

/** A WooCommerce product without variations has none in the store: the default one that we give it is left out. */
export const ourVariants = (platform: Platform) => `
  select p.external_id as product_id, v.external_id, v.sku, v.price
    from product_variants v join products p on p.id = v.product_id
   where ${platform === 'shopify' ? 'true' : 'v.external_id <> p.external_id'}`;

/** All that is stored of a product with its variants, one text a product. */
export const WHOLE_ROWS = `
  select p.external_id,
         (p.title, p.description, p.images, p.price::text, p.currency, p.sku, p.stock, p.available, p.is_active,
          p.status, p.url, to_jsonb(p.category_ids), to_jsonb(p.tags), p.vendor, p.product_type, p.metadata,
          p.source_updated_at)::text
         || coalesce(v.whole, '') as whole
    from products p
    left join (
      select product_id,
             string_agg((external_id, title, sku, price::text, compare_at_price::text, stock, available, attributes,
                         position, is_active, barcode, metadata)::text, ';' order by external_id) as whole
        from product_variants group by product_id) v on v.product_id = p.id`;
