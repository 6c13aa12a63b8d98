import type { ShopProduct } from '../../simulators/shopify/catalogue/shop-product';
import type { ShopIndex } from '../../simulators/shopify/listing/shop-index';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import { makeBulkOnDemand } from './on-demand-bulk';
import { type BenchShop, shopifyProduct } from './shopify-products';

/** Shopify's longest page, and one more that tells whether there is another. */
const WINDOW = 251;
const PAGE = WINDOW - 1;

/**
 * Turns an empty shop into one of `size` products that are made when they are asked for. The listing by id shows just
 * the window behind the cursor of the request at hand, which is all that a page needs.
 */
export async function makeOnDemand(
  shop: ShopifyShop,
  size: number,
  like: BenchShop,
  bulkDurationMs: number,
): Promise<void> {
  const first = BigInt(shopifyProduct(0, like).id);
  const step = BigInt(shopifyProduct(1, like).id) - first;
  let from = 0;
  let shown = WINDOW;

  const numberOf = (id: string) => Number((BigInt(id) - first) / step);
  const isKnown = (id: string) => {
    const number = numberOf(id);
    return number >= 0 && number < size && BigInt(id) === first + BigInt(number) * step;
  };
  const windowed = () => {
    const count = Math.max(0, Math.min(shown, size - from));
    return Array.from({ length: count }, (_, at) => shopifyProduct(from + at, like));
  };

  const products: Pick<ReadonlyMap<string, ShopProduct>, 'size' | 'get' | 'has' | 'values'> = {
    size,
    has: isKnown,
    get: (id) => (isKnown(id) ? shopifyProduct(numberOf(id), like) : undefined),
    // Counting is all that is done with all of them.
    values: () => new Array<ShopProduct>(size).values(),
  };
  const index: ShopIndex = { ...shop.index, sorted: windowed };
  Object.defineProperties(shop, { products: { value: products }, index: { value: index } });

  // Called for each request with its query and variables, just before it is answered.
  shop.faults.next = (request) => {
    const [, cursor] = /"after":"([A-Za-z0-9+/=]+)"/.exec(request) ?? [];
    from = cursor === undefined ? 0 : numberOf(lastIdOf(cursor)) + 1;
    shown = WINDOW;
    return null;
  };
  // A window is shown and read without a pause in between, so that a page and a bulk file may be read at once.
  const show = (at: number) => {
    from = at;
    shown = PAGE;
  };
  await makeBulkOnDemand({ shop, products: size, show, window: PAGE, durationMs: bulkDurationMs });
}

function lastIdOf(cursor: string): string {
  return JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')).last_id;
}
