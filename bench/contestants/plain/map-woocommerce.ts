import type { ProductRow, VariantRow } from './row';

/** Products and variations as wc/v3 sends them; believed, not checked. */
interface WooItem {
  id: number;
  sku: string;
  price: string;
  regular_price: string;
  global_unique_id: string;
  status: string;
  manage_stock: boolean | 'parent';
  stock_quantity: number | null;
  stock_status: string;
  backorders: string;
  weight: string;
}

interface Term {
  id: number;
  name: string;
}

export interface WooProduct extends WooItem {
  name: string;
  slug: string;
  permalink: string;
  type: string;
  catalog_visibility: string;
  description: string;
  short_description: string;
  date_created_gmt: string;
  date_modified_gmt: string;
  categories: Term[];
  brands: Term[];
  tags: Term[];
  images: { src: string; alt: string }[];
  attributes: { name: string; variation: boolean; options: string[] }[];
  variations: number[];
}

export interface WooVariation extends WooItem {
  parent_id: number;
  description: string;
  image: { src: string; alt: string } | null;
  attributes: { name: string; option: string }[];
}

export function mapWooCommerce(raw: WooProduct, variations: ReadonlyMap<number, WooVariation>): ProductRow {
  const own = raw.variations.flatMap((id) => variations.get(id) ?? []);
  const variants = own.length > 0 ? own.map((each, at) => mapVariation(each, at, raw)) : [onlyVariant(raw)];
  return {
    external_id: String(raw.id),
    title: raw.name,
    description: raw.description,
    images: raw.images.map(({ src, alt }, position) => ({ url: src, alt: alt || null, position })),
    price: raw.price || null,
    currency: 'EUR',
    sku: raw.sku || null,
    stock: stockOfAll(variants, own),
    available: variants.some(({ is_active, available }) => is_active && available),
    is_active: raw.status === 'publish',
    status: raw.status,
    url: raw.permalink || null,
    category_ids: byId(raw.categories).map(({ id }) => String(id)),
    tags: byId(raw.tags).map(({ name }) => name),
    vendor: raw.brands[0]?.name.replaceAll('&amp;', '&') || null,
    product_type: raw.type,
    metadata: {
      type: raw.type,
      slug: raw.slug,
      catalog_visibility: raw.catalog_visibility,
      stock_status: raw.stock_status,
      backorders: raw.backorders,
      quantity: raw.stock_quantity === null ? null : String(raw.stock_quantity),
      barcode: raw.global_unique_id || null,
      short_description: raw.short_description || null,
      created_at: new Date(`${raw.date_created_gmt}Z`).toISOString(),
      attributes: raw.attributes.map(({ name, options, variation }) => ({ name, options, variation })),
    },
    source_updated_at: `${raw.date_modified_gmt}Z`,
    variants,
  };
}

/** Equal names come in any order. */
function byId(terms: readonly Term[]): Term[] {
  return terms.toSorted((a, b) => a.id - b.id);
}

/** Over the active variants; a number that they have from their parent is one pile. */
function stockOfAll(variants: readonly VariantRow[], raw: readonly WooVariation[]): number | null {
  const shared = raw.findIndex((each, at) => each.manage_stock === 'parent' && variants[at]?.is_active);
  const counted = variants.filter(
    (each, at) => each.is_active && (raw[at]?.manage_stock !== 'parent' || at === shared),
  );
  if (counted.some(({ stock }) => stock === null)) return null;
  return counted.reduce((sum, { stock }) => sum + (stock ?? 0), 0);
}

function onlyVariant(raw: WooProduct): VariantRow {
  const isVariable = raw.type.startsWith('variable');
  return { ...sellable(raw, raw), title: raw.name, attributes: {}, position: 0, is_active: !isVariable };
}

function mapVariation(raw: WooVariation, position: number, product: WooProduct): VariantRow {
  const chosen = raw.attributes.filter(({ option }) => option !== '');
  const { metadata, ...common } = sellable(raw, product);
  const ownImage = raw.image?.src && !product.images.some(({ src }) => src === raw.image?.src);
  return {
    ...common,
    title: chosen.map(({ option }) => option).join(' / ') || product.name,
    attributes: Object.fromEntries(chosen.map(({ name, option }) => [name, option])),
    position,
    is_active: raw.status === 'publish',
    metadata: {
      ...metadata,
      ...(ownImage && { image: { url: raw.image?.src, alt: raw.image?.alt || null } }),
      ...(raw.description && { description: raw.description }),
    },
  };
}

function sellable(raw: WooItem, product: WooProduct) {
  const ofParent = raw.manage_stock === 'parent';
  const quantity = (ofParent ? product.stock_quantity : null) ?? raw.stock_quantity;
  const available = raw.stock_status !== 'outofstock';
  const backordered = raw.backorders === 'yes' || raw.backorders === 'notify';
  const unmanaged = available ? null : 0;
  return {
    external_id: String(raw.id),
    sku: raw.sku || null,
    price: raw.price || null,
    compare_at_price: raw.price && Number(raw.regular_price) > Number(raw.price) ? raw.regular_price : null,
    stock: raw.manage_stock === false ? unmanaged : backordered ? null : (quantity ?? 0),
    available,
    barcode: raw.global_unique_id || null,
    metadata: {
      quantity: quantity === null ? null : String(quantity),
      stock_status: raw.stock_status,
      backorders: raw.backorders,
      weight: raw.weight ? { value: raw.weight, unit: null } : null,
    },
  };
}
