import { Agent, request } from 'undici';
import { ALL_FIELDS } from '../../../src/platforms/shopify/queries/product-fields';
import { productsPage } from '../../../src/platforms/shopify/queries/products';
import { mapShopify, type ShopifyNode } from './map-shopify';
import type { PageSink } from './program';

const PAGE = 250;

interface Products {
  edges: { node: ShopifyNode }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

/** The same document as the service's. A cursor chains the pages, so the next request leaves as soon as it is known. */
export async function readShopify(address: string, accessToken: string, sink: PageSink, ahead: boolean): Promise<void> {
  const dispatcher = new Agent();
  const query = productsPage(ALL_FIELDS);

  async function ask(after: string | null): Promise<Products> {
    const { body } = await request(`${address}/admin/api/2026-10/graphql.json`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': accessToken },
      body: JSON.stringify({ query, variables: { first: PAGE, after } }),
    });
    return ((await body.json()) as { data: { products: Products } }).data.products;
  }

  let asked: Promise<Products> | null = ask(null);
  while (asked) {
    const { edges, pageInfo }: Products = await asked;
    const next: (() => Promise<Products>) | null = pageInfo.hasNextPage ? () => ask(pageInfo.endCursor) : null;
    asked = ahead && next ? next() : null;
    await sink(edges.map(({ node }) => mapShopify(node)));
    if (!ahead && next) asked = next();
  }
}
