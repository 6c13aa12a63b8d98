import type { ShopifyShop } from '../../simulators/shopify/shop';
import { startShopifySimulator } from '../../simulators/shopify/start';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { startWooCommerceSimulator } from '../../simulators/woocommerce/start';
import { priceOf, shopifyNews, simpleProducts, wooCommerceNews } from './make-news';
import type { StoreCallName, StoreCalls, StoreReply, StoreRequest } from './messages';
import { makeOnDemand } from './on-demand-shop';
import { shopifyProducts } from './shopify-products';
import { wooCommerceProducts } from './woocommerce-products';

type Calls = { [Name in StoreCallName]: (order: StoreCalls[Name]['order']) => Answer<Name> };

type Answer<Name extends StoreCallName> = StoreCalls[Name]['answer'] | Promise<StoreCalls[Name]['answer']>;

/** One for all shops. */
const TOKEN = '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';

/** Both simulators in one process of their own, ordered about by the bench over the channel to its child. */
async function main(): Promise<void> {
  const [shopify, wooCommerce] = await Promise.all([startShopifySimulator(), startWooCommerceSimulator()]);

  const calls: Calls = {
    originTemplate: () => shopify.originTemplate,
    async addShopify({ domains, products, variantsEach, pageTimeMs = 0, onDemand = false, bucket, bulkMs = 0 }) {
      const [first = ''] = domains;
      const like = { domain: first, variantsEach };
      const options = {
        products: onDemand ? [] : shopifyProducts(products, like),
        pageTimeMs,
        accessToken: TOKEN,
        ...(bucket && { bucket }),
      };
      const shops = domains.map((domain) => shopify.addShop({ ...options, domain }));
      for (const shop of shops) shop.bulk.durationMs = bulkMs;
      const [shop] = shops;
      if (shop && onDemand) await makeOnDemand(shop, products, like, bulkMs);
      return { address: shopify.originTemplate.replace('{shop}', first), accessToken: TOKEN };
    },
    addWooCommerce(order) {
      // PHP believes in TLS, so that clients without OAuth can sign in too.
      const { name, pageTimeMs = 0, ownClock = false } = order;
      const shop = wooCommerce.addShop({ name, pageTimeMs, auth: ownClock ? 'header-only' : 'https' });
      for (const { product, variations } of wooCommerceProducts(order)) shop.load(product, variations);
      return { storeUrl: shop.url, consumerKey: shop.consumerKey, consumerSecret: shop.consumerSecret };
    },
    counters({ platform, name }) {
      if (platform === 'woocommerce') return { ...wooCommerce.shop(name).counters, points: 0 };
      const { requests, bytes, costSpent } = shopify.shop(name).counters;
      return { requests, bytes, points: costSpent };
    },
    makeNews: ({ platform, name, turn, ...size }) =>
      platform === 'shopify'
        ? shopifyNews(shopify.shop(name), size, turn)
        : wooCommerceNews(wooCommerce.shop(name), size, turn),
    putForward({ platform, name, seconds }) {
      const { clock } = platform === 'shopify' ? shopify.shop(name) : wooCommerce.shop(name);
      clock.offsetSeconds += seconds;
      return null;
    },
    simpleProducts: ({ name, count }) => simpleProducts(wooCommerce.shop(name)).slice(0, count),
    reprice({ name, ids, turn }) {
      const shop = wooCommerce.shop(name);
      for (const id of ids) shop.patch(id, { regular_price: priceOf(turn), sale_price: '' });
      return null;
    },
    changePrices({ platform, name, share, turn }) {
      if (platform === 'shopify') return changeShopify(shopify.shop(name), share, turn);
      return changeWooCommerce(wooCommerce.shop(name), share, turn);
    },
  };

  process.on('message', async ({ id, call, order }: StoreRequest) => {
    process.send?.(await replyTo(id, async () => calls[call](order as never)));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ id: 0, answer: 0 } satisfies StoreReply);
}

async function replyTo(id: number, call: () => Promise<StoreCalls[StoreCallName]['answer']>): Promise<StoreReply> {
  try {
    return { id, answer: await call() };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function changeShopify(shop: ShopifyShop, share: number, turn: number): number {
  const chosen = evenly([...shop.products.values()], share);
  for (const { id, variants } of chosen) {
    shop.patch(id, {
      variants: variants.map((each, at) => (at === 0 ? { ...each, price: `${1000 + turn}.00` } : each)),
    });
  }
  return chosen.length;
}

function changeWooCommerce(shop: WooShop, share: number, turn: number): number {
  const chosen = evenly([...shop.products.values()], share);
  for (const { id } of chosen) shop.patch(id, { regular_price: `${1000 + turn}.00`, sale_price: '' });
  return chosen.length;
}

/** From the second on: in a WooCommerce workload the first of each few is variable, and has no price of its own. */
function evenly<Item>(items: readonly Item[], share: number): Item[] {
  const every = Math.max(2, Math.round(1 / share));
  return items.filter((_, at) => at % every === 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
