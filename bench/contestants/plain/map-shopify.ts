import type { ProductRow, VariantRow } from './row';

/** The answer as the listing's document asks for it; believed, not checked. */
export interface ShopifyNode {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  status: string;
  vendor: string;
  productType: string;
  tags: string[];
  onlineStoreUrl: string | null;
  updatedAt: string;
  hasOnlyDefaultVariant: boolean;
  category: { id: string; fullName: string } | null;
  options: { name: string; values: string[] }[];
  variants: { nodes: ShopifyVariant[] };
  media: { nodes: { mediaContentType: string; alt: string | null; image?: { url: string } | null }[] };
  collections: { nodes: { id: string; title: string }[] };
}

interface ShopifyVariant {
  id: string;
  sku: string | null;
  barcode: string | null;
  price: string;
  compareAtPrice: string | null;
  availableForSale: boolean;
  inventoryPolicy: string;
  inventoryQuantity: number;
  selectedOptions: { name: string; value: string }[];
  inventoryItem: { tracked: boolean; measurement: { weight: { value: number; unit: string } | null } };
}

export function mapShopify(node: ShopifyNode): ProductRow {
  const variants = node.variants.nodes.map((variant, position) => mapVariant(variant, position, node));
  const stocks = variants.map(({ stock }) => stock);
  const [only] = variants.length === 1 ? node.variants.nodes : [];
  return {
    external_id: numberOf(node.id),
    title: node.title,
    description: node.descriptionHtml,
    images: node.media.nodes.flatMap(({ image, alt }, position) =>
      image ? [{ url: image.url, alt: alt || null, position }] : [],
    ),
    price: lowest(variants),
    currency: 'EUR',
    sku: node.hasOnlyDefaultVariant ? (variants[0]?.sku ?? null) : null,
    stock: stocks.includes(null) ? null : stocks.reduce<number>((sum, stock) => sum + (stock ?? 0), 0),
    available: variants.some(({ available }) => available),
    is_active: node.status === 'ACTIVE',
    status: node.status,
    url: node.onlineStoreUrl,
    category_ids: node.collections.nodes.map(({ id }) => numberOf(id)),
    tags: node.tags,
    vendor: node.vendor || null,
    product_type: node.productType || null,
    metadata: {
      gid: node.id,
      handle: node.handle,
      taxonomy: node.category && { id: node.category.id, full_name: node.category.fullName },
      options: node.options,
      ...(only && { inventory_policy: only.inventoryPolicy, quantity: String(only.inventoryQuantity) }),
    },
    source_updated_at: node.updatedAt,
    variants,
  };
}

function mapVariant(raw: ShopifyVariant, position: number, product: ShopifyNode): VariantRow {
  const options = product.hasOnlyDefaultVariant ? [] : raw.selectedOptions;
  const limited = raw.inventoryItem.tracked && raw.inventoryPolicy !== 'CONTINUE';
  const { weight } = raw.inventoryItem.measurement;
  return {
    external_id: numberOf(raw.id),
    title: options.length === 0 ? product.title : options.map(({ value }) => value).join(' / '),
    sku: raw.sku || null,
    price: raw.price,
    compare_at_price: raw.compareAtPrice,
    stock: limited ? raw.inventoryQuantity : null,
    available: raw.availableForSale,
    attributes: Object.fromEntries(options.map(({ name, value }) => [name, value])),
    position,
    is_active: true,
    barcode: raw.barcode || null,
    metadata: {
      gid: raw.id,
      inventory_policy: raw.inventoryPolicy,
      quantity: String(raw.inventoryQuantity),
      weight: weight && { value: String(weight.value), unit: weight.unit },
    },
  };
}

function lowest(variants: readonly VariantRow[]): string | null {
  return variants.reduce<string | null>(
    (least, { price }) => (least === null || Number(price) < Number(least) ? price : least),
    null,
  );
}

const numberOf = (gid: string) => gid.slice(gid.lastIndexOf('/') + 1);
