import type { ShopOptions } from '../../simulators/shopify/shop-options';
import { type ShopifySimulator, startShopifySimulator } from '../../simulators/shopify/start';

// biome-ignore lint/suspicious/noExplicitAny: the answers are read loosely, as a test of a server may.
type GraphqlBody = { data?: any; errors?: any[]; extensions?: any };

/** Runs a test against one shop of a simulator of its own. */
export async function withShop(
  options: Partial<ShopOptions>,
  test: (world: ReturnType<typeof worldOf>) => Promise<void>,
): Promise<void> {
  const simulator = await startShopifySimulator();
  try {
    await test(worldOf(simulator, { domain: 'demo.myshopify.com', ...options }));
  } finally {
    await simulator.close();
  }
}

function worldOf(simulator: ShopifySimulator, options: ShopOptions) {
  const shop = simulator.addShop(options);
  const origin = simulator.originTemplate.replace('{shop}', shop.domain);

  function send(query: string, variables: unknown = {}, token = shop.accessToken, signal?: AbortSignal) {
    return fetch(`${origin}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? null,
    });
  }

  async function ask(query: string, variables: unknown = {}): Promise<GraphqlBody> {
    const response = await send(query, variables);
    return (await response.json()) as GraphqlBody;
  }

  /** Every product id that paging finds; `between` runs after each page. */
  async function pageThrough(first: number, args = '', between: (page: number) => void = () => {}): Promise<string[]> {
    const found: string[] = [];
    const query = `query ($first: Int!, $after: String) {
      products(first: $first, after: $after ${args}) { pageInfo { hasNextPage endCursor } nodes { id } } }`;
    let after: string | null = null;
    for (let page = 1; ; page++) {
      const { data }: GraphqlBody = await ask(query, { first, after });
      found.push(...data.products.nodes.map(({ id }: { id: string }) => id));
      if (!data.products.pageInfo.hasNextPage) return found;
      after = data.products.pageInfo.endCursor;
      between(page);
    }
  }

  return { simulator, shop, origin, send, ask, pageThrough };
}
