import { isOnSale } from './planned-sales';
import type { RawFields, RawItem, RawProduct, RawVariation } from './raw';
import type { SiteTime } from './site-time';

const PRICED_BY = ['regular_price', 'sale_price', 'date_on_sale_from_gmt', 'date_on_sale_to_gmt'];

/** Fills in what WooCommerce computes from the fields just written, unless the write names the result itself. */
export function derive<Item extends RawItem>(item: Item, written: RawFields, site: SiteTime): Item {
  return {
    ...item,
    ...(changes(written, PRICED_BY, 'price') && priceOf(item)),
    ...(changes(written, ['stock_quantity', 'manage_stock', 'backorders'], 'stock_status') && stockOf(item)),
    date_created: site.local(item.date_created_gmt),
    date_modified: site.local(item.date_modified_gmt),
  };
}

function changes(written: RawFields, causes: readonly string[], result: string): boolean {
  return !(result in written) && causes.some((cause) => cause in written);
}

function priceOf(item: RawItem): { price: string; on_sale: boolean } {
  const onSale = isOnSale(item);
  return { price: onSale ? item.sale_price : item.regular_price, on_sale: onSale };
}

function stockOf(item: RawItem) {
  const allowed = item.backorders !== 'no';
  const status = (item.stock_quantity ?? 0) > 0 ? 'instock' : allowed ? 'onbackorder' : 'outofstock';
  return {
    backorders_allowed: allowed,
    backordered: item.manage_stock === true && status === 'onbackorder',
    ...(item.manage_stock === true
      ? { stock_status: status }
      : item.manage_stock === false && { stock_quantity: null }),
  };
}

/** A variable product's own numbers come from its variations: their ids, the lowest price, whether any is on sale. */
export function fromVariations(parent: RawProduct, variations: readonly RawVariation[]): RawProduct {
  const sold = variations.filter((variation) => variation.status === 'publish' && variation.price !== '');
  const prices = sold.map((variation) => variation.price).sort(comparePrices);
  return {
    ...parent,
    type: 'variable',
    has_options: true,
    variations: variations.map((variation) => variation.id),
    price: prices[0] ?? '',
    on_sale: sold.some((variation) => variation.on_sale),
  };
}

/** What a variation shows of its parent: sku, first image and shared stock, each only where it has none of its own. */
export function inherit(variation: RawVariation, parent: RawProduct, before?: RawProduct): RawVariation {
  const image = parent.images[0];
  const inheritsImage = variation.image === null || variation.image.id === before?.images[0]?.id;
  return {
    ...variation,
    sku: variation.sku === '' || variation.sku === before?.sku ? parent.sku : variation.sku,
    image: !inheritsImage ? variation.image : image === undefined ? null : plainImage(image),
    ...(variation.manage_stock === 'parent' && {
      stock_quantity: parent.stock_quantity,
      stock_status: parent.stock_status,
    }),
  };
}

/** An image without its sizes, as a variation's always is. */
export function plainImage({ srcset: _srcset, sizes: _sizes, thumbnail: _thumbnail, ...image }: RawFields): RawFields {
  return image;
}

/** Orders prices as numbers without making them floats: "9.50" before "10". */
export function comparePrices(left: string, right: string): number {
  const [leftWhole = '', leftRest = ''] = left.split('.');
  const [rightWhole = '', rightRest = ''] = right.split('.');
  if (leftWhole.length !== rightWhole.length) return leftWhole.length - rightWhole.length;
  const digits = Math.max(leftRest.length, rightRest.length);
  const [l, r] = [leftWhole + leftRest.padEnd(digits, '0'), rightWhole + rightRest.padEnd(digits, '0')];
  return l < r ? -1 : l > r ? 1 : 0;
}
