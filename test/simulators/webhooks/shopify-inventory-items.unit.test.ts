import { withShop } from '../shopify-client';

const VARIANTS = '{ variants(first: 250) { nodes { id inventoryItem { id } } } }';
const IN_BULK = '{ products { edges { node { id variants { edges { node { id inventoryItem { id } } } } } } } }';
const START = `mutation ($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } } }`;

type Named = { id: string; inventoryItem: { id: string } };

const named = (variants: Named[]) => new Map(variants.map(({ id, inventoryItem }) => [id, inventoryItem.id]));

it('names the item of a variant alike by id, by page and in bulk, and never for two variants', async () => {
  await withShop({ products: 20, nasty: true }, async ({ ask, shop }) => {
    const ids = [...shop.products.keys()].map((id) => `gid://shopify/Product/${id}`);
    const { nodes } = (await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Product ${VARIANTS} } }`, { ids }))
      .data;
    const byId = named(nodes.flatMap(({ variants }: { variants: { nodes: Named[] } }) => variants.nodes));

    const { products } = (await ask(`{ products(first: 250) { nodes ${VARIANTS} } }`)).data;
    const byPage = named(products.nodes.flatMap(({ variants }: { variants: { nodes: Named[] } }) => variants.nodes));

    const { bulkOperation } = (await ask(START, { query: IN_BULK })).data.bulkOperationRunQuery;
    const { url } = (await ask(`{ bulkOperation(id: "${bulkOperation.id}") { url } }`)).data.bulkOperation;
    const lines = (await (await fetch(url)).text()).trimEnd().split('\n');
    const inBulk = named(lines.map((line) => JSON.parse(line)).filter((line) => 'inventoryItem' in line));

    expect(byPage).toEqual(byId);
    for (const [variant, item] of byId) expect([variant, inBulk.get(variant)]).toEqual([variant, item]);
    expect(inBulk.size).toBe(shop.index.variants().length);
    expect(new Set(inBulk.values()).size).toBe(inBulk.size);
    for (const item of inBulk.values()) expect(item).toMatch(/^gid:\/\/shopify\/InventoryItem\/\d+$/);
  });
});
