import { compareIds, globalId } from '../catalogue/global-id';
import { mediaOfVariant } from '../catalogue/product-facts';
import type { ShopProduct, ShopVariant } from '../catalogue/shop-product';
import type { Body } from './body';

/** Of more variants, a delivery names no more than the ids. */
const WHOLE_VARIANTS = 100;

/** A product in the shape of REST, which deliveries kept: numeric ids, tags as one text, values of options by place. */
export function productBody(product: ShopProduct): Body {
  const { variants } = product;
  return {
    admin_graphql_api_id: globalId('Product', product.id),
    body_html: product.descriptionHtml,
    created_at: product.createdAt,
    handle: product.handle,
    id: BigInt(product.id),
    product_type: product.productType,
    published_at: product.publishedAt,
    template_suffix: product.templateSuffix,
    title: product.title,
    updated_at: product.updatedAt,
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'web',
    tags: product.tags.join(', '),
    variants: variants.slice(0, WHOLE_VARIANTS).map((variant) => variantBody(product, variant)),
    options: product.options.map(({ id, name, position, optionValues }) => ({
      name,
      id: BigInt(id),
      product_id: BigInt(product.id),
      position,
      values: optionValues.map((value) => value.name),
    })),
    variant_gids: variants
      .toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : compareIds(a.id, b.id)))
      .map(({ id, updatedAt }) => ({ admin_graphql_api_id: globalId('ProductVariant', id), updated_at: updatedAt })),
    has_variants_that_requires_components: false,
  };
}

function variantBody(product: ShopProduct, variant: ShopVariant): Body {
  const { selectedOptions } = variant;
  const [image] = mediaOfVariant(product, variant);
  return {
    admin_graphql_api_id: globalId('ProductVariant', variant.id),
    barcode: variant.barcode,
    compare_at_price: variant.compareAtPrice,
    created_at: variant.createdAt,
    id: BigInt(variant.id),
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    position: variant.position,
    price: variant.price,
    product_id: BigInt(product.id),
    sku: variant.sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: variant.updatedAt,
    option1: selectedOptions[0]?.value ?? null,
    option2: selectedOptions[1]?.value ?? null,
    option3: selectedOptions[2]?.value ?? null,
    image_id: image ? BigInt(image.id) : null,
    inventory_item_id: BigInt(variant.inventoryItem.id),
    inventory_quantity: variant.inventoryQuantity,
    old_inventory_quantity: variant.inventoryQuantity,
  };
}
