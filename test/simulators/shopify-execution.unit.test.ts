import { execute, GraphQLError } from 'graphql';
import { deniedFields } from '../../simulators/shopify/access/access-scopes';
import { executeQuery } from '../../simulators/shopify/execution/execute-query';
import { operationOf, parseQuery } from '../../simulators/shopify/execution/parse-query';
import { resolverOf } from '../../simulators/shopify/execution/resolve-field';
import { typeOf } from '../../simulators/shopify/execution/type-of';
import { queryContext } from '../../simulators/shopify/resolvers/query-context';
import { loadAdminSchema } from '../../simulators/shopify/schema/load-schema';
import { createShop } from '../../simulators/shopify/shop';

const shop = createShop({ domain: 'demo.myshopify.com', products: 12, nasty: true }, '');
const [anyId] = shop.products.keys();

const QUERIES: [string, string, Record<string, unknown>?][] = [
  [
    'a whole page',
    `{ products(first: 250) { edges { cursor node { id title tags options { name values optionValues { id name } }
    seo { title } category { id fullName } totalInventory priceRangeV2 { maxVariantPrice { amount currencyCode } }
    media(first: 5) { nodes { id alt status mediaContentType preview { image { url } } } }
    variants(first: 250) { nodes { id sku price selectedOptions { name value optionValue { id } } inventoryItem { unitCost { amount } } } } } } } }`,
  ],
  [
    'fragments, aliases and merged fields',
    `query { a: products(first: 3) { ...page } b: products(first: 2, reverse: true) { ...page nodes { title } } }
    fragment page on ProductConnection { __typename nodes { id ...on Node { __typename } ...on Product { handle options { name } } options { position } } }`,
  ],
  [
    'fields of the types behind an interface',
    `{ products(first: 12) { nodes { media(first: 5) { nodes { __typename ... on MediaImage { mimeType image { width } }
    ... on Video { filename } ... on ExternalVideo { host embedUrl } } } } } }`,
  ],
  [
    'skipped and included fields',
    `query ($yes: Boolean!, $no: Boolean!) { shop { id @skip(if: $yes) name @include(if: $no) currencyCode @include(if: $yes) } }`,
    { yes: true, no: false },
  ],
  [
    'nodes of all kinds and of none',
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Product { title } ... on Collection { title } } }`,
    { ids: [`gid://shopify/Product/${anyId}`, 'gid://shopify/Product/1', `gid://shopify/Collection/436120000000`] },
  ],
  [
    'an error in a field that may be null',
    `{ bad: product(id: "12") { id } wrong: product(id: "gid://shopify/Shop/1") { id } shop { id } }`,
  ],
  ['an error in a field that may not be null', `{ products(first: 2) { nodes { id defaultCursor } } shop { id } }`],
  [
    'an error in a field inside one that may be null',
    `{ product(id: "gid://shopify/Product/${anyId}") { variants(first: 3) { nodes { contextualPricing(context: {}) { price { amount } } } } } shop { id } }`,
  ],
  ['a cursor that is none', `{ products(first: 2, after: "x") { nodes { id } } }`],
];

it.each(QUERIES)('answers %s exactly as graphql-js does', (_, text, variables = {}) => {
  const parsed = parseQuery(text);
  if ('errors' in parsed) throw parsed.errors[0];
  const operation = operationOf(parsed.document, undefined, variables);
  if (!operation) throw new Error('no operation');

  const ours = executeQuery(operation, queryContext(shop, deniedFields(parsed.document, shop.scopes)));

  const theirs = execute({
    schema: loadAdminSchema().schema,
    document: parsed.document,
    variableValues: variables,
    contextValue: queryContext(shop, new Map()),
    rootValue: {},
    fieldResolver: (source, args, context, info) => {
      const [node] = info.fieldNodes;
      if (!node) throw new GraphQLError('no node');
      const resolve = resolverOf(info.parentType.name, info.fieldName);
      return resolve(source as never, args as never, context, { node, key: `${info.path.key}` });
    },
    typeResolver: (value) => typeOf(value),
  });
  if (theirs instanceof Promise) throw new Error('expected an answer at once');
  const placed = (errors: readonly GraphQLError[] = []) => errors.map(({ message, path }) => ({ message, path }));
  expect(JSON.parse(JSON.stringify(ours.data))).toEqual(JSON.parse(JSON.stringify(theirs.data)));
  expect(placed(ours.errors)).toEqual(placed(theirs.errors));
});
