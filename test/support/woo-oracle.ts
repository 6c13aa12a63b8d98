import type {
  RawFields,
  RawItem,
  RawProduct,
  RawValue,
  RawVariation,
} from '../../simulators/woocommerce/catalogue/raw';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { type ComparedProduct, type ComparedVariant, cleaned } from './compared';

/** What the catalogue must hold of a shop, said anew from the contract: nothing of the mapping's code is used. */
export function expectedOfWoo(shop: WooShop): ComparedProduct[] {
  return [...shop.products.values()].map((product) => {
    const variations = product.variations.flatMap((id) => {
      const variation = shop.variations.get(String(product.id))?.get(String(id));
      return variation === undefined ? [] : [variation];
    });
    const isVariable = product.type === 'variable';
    return {
      external_id: String(product.id),
      title: cleaned(product.name),
      description: cleaned(product.description),
      status: product.status,
      is_active: product.status === 'publish',
      url: product.permalink,
      currency: shop.currency,
      price: product.price === '' ? null : product.price,
      sku: product.sku === '' ? null : product.sku,
      product_type: product.type,
      images: product.images.flatMap(({ src }) => (src ? [String(src)] : [])),
      categories: termsOf(product.categories).map(({ id }) => String(id)),
      tags: termsOf(product.tags).map(({ name }) => name),
      vendor: firstByName(termsOf(product.brands)),
      variants:
        isVariable && variations.length > 0
          ? variations.map((each) => ofVariation(each, product))
          : [ofProduct(product)],
    };
  });
}

/** By id, with the names as merchants typed them. */
function termsOf(terms: RawValue | undefined): { id: bigint; name: string }[] {
  return (terms as readonly RawFields[])
    .map(({ id, name }) => ({ id: BigInt(String(id)), name: typed(String(name)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function typed(name: string): string {
  return name.replaceAll('&#176;', '°').replaceAll('&amp;', '&');
}

function firstByName(terms: readonly { name: string }[]): string | null {
  const [first] = terms.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));
  return first?.name ?? null;
}

function ofProduct(product: RawProduct): ComparedVariant {
  return { external_id: String(product.id), ...pricesOf(product), stock: stockOf(product, product) };
}

function ofVariation(variation: RawVariation, parent: RawProduct): ComparedVariant {
  return { external_id: String(variation.id), ...pricesOf(variation), stock: stockOf(variation, parent) };
}

function pricesOf({ price, sku }: RawItem) {
  return { price: price === '' ? null : price, sku: sku === '' ? null : sku };
}

/** null: not limited by stock. */
function stockOf(item: RawItem, parent: RawProduct): number | null {
  if (item.manage_stock === false) return item.stock_status === 'outofstock' ? 0 : null;
  if (item.backorders !== 'no') return null;
  const quantity = item.manage_stock === 'parent' ? parent.stock_quantity : item.stock_quantity;
  return Math.floor(quantity ?? 0);
}
