import { z } from 'zod';
import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { Hostility, Play } from './hostility';
import { BODIES, dribbles, HANGS, hangs, packed, pours, says, scolds } from './plays';

export interface ShopifyHostility extends Hostility<ShopifyShop> {
  /** Its listing is read as a bulk file. */
  bulk?: true;
}

const PAGES = 'query ProductsPage';
const FILES = '/bulk-files/';
const LOOKS = 'query BulkOperation(';

const UNREADABLE = { status: 'failed', error: 'store_answer_unreadable' } as const;
const LIMIT_MET = { ...UNREADABLE, problem: 'limit_met' } as const;
const UNREACHABLE = { status: 'failed', error: 'store_unreachable' } as const;
const LONG = { long: true } as const;
const SET_ASIDE = { status: 'completed_with_errors', problem: 'products_set_aside' } as const;

const pages = (name: string, play: Play, ends: ShopifyHostility['ends']): ShopifyHostility => ({
  name,
  products: 3,
  turn: ({ faults }) => faults.add({ match: PAGES, answer: { play } }),
  ends,
});

const product = (
  name: string,
  fields: (shop: ShopifyShop, id: string) => Parameters<ShopifyShop['patch']>[1],
  ends: ShopifyHostility['ends'] = SET_ASIDE,
): ShopifyHostility => ({
  name,
  products: 3,
  turn(shop) {
    const [id] = shop.products.keys();
    if (id !== undefined) shop.patch(id, fields(shop, id));
  },
  ends,
});

/** The file of a bulk operation is this; pages are read in its place, and they are honest. */
const file = (
  name: string,
  play: Play,
  ends: ShopifyHostility['ends'] = { status: 'completed' },
): ShopifyHostility => ({
  name: `a bulk file ${name}`,
  products: 3,
  bulk: true,
  turn: ({ faults }) => faults.add({ match: FILES, answer: { play } }),
  ends,
});

/** Whatever the operation is, this is said of it. */
const operation = (
  name: string,
  said: object,
  more: { play?: Play; ends?: ShopifyHostility['ends'] } = {},
): ShopifyHostility => ({
  name: `a bulk operation ${name}`,
  products: 3,
  bulk: true,
  turn({ faults }) {
    const bulkOperation = {
      status: 'COMPLETED',
      errorCode: null,
      objectCount: '3',
      rootObjectCount: '3',
      fileSize: '3',
      url: null,
      ...said,
    };
    faults.add({ match: LOOKS, answer: { play: says(() => JSON.stringify({ data: { bulkOperation } })) } });
    if (more.play !== undefined) faults.add({ match: FILES, answer: { play: more.play } });
  },
  ends: more.ends ?? { status: 'completed' },
});

const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));

const throttled = (throttleStatus: string): Play =>
  says(
    () =>
      `{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":100,"throttleStatus":${throttleStatus}}}}`,
  );

const throttles = (name: string, throttleStatus: string): ShopifyHostility => ({
  name: `a bucket ${name}`,
  products: 3,
  turn: ({ faults }) => faults.add({ answer: { play: throttled(throttleStatus) } }),
  ends: { goes_on: true, asks: 90 },
});

/** So many products as were asked for, from the place that was asked for on, and never the last of them. */
const goesOn: Play = (response, asked) => {
  const { first, after } = Asked.parse(JSON.parse(asked.slice(asked.lastIndexOf('\n') + 1)));
  const edges = many(first, (n) => edge(Number(after ?? 0) + n + 1));
  const pageInfo = { hasNextPage: true, endCursor: edges.at(-1)?.cursor };
  says(() => JSON.stringify({ data: { products: { edges, pageInfo } } }))(response, asked);
};

const Asked = z.object({ first: z.number(), after: z.string().nullish() });

function edge(place: number) {
  const id = String(7_000_000_000_000 + place);
  const none = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  const variant = {
    id: `gid://shopify/ProductVariant/${id}`,
    position: 1,
    sku: null,
    barcode: null,
    price: '1.00',
    compareAtPrice: null,
    availableForSale: true,
    inventoryPolicy: 'DENY',
    inventoryQuantity: 1,
    selectedOptions: [],
  };
  const node = {
    id: `gid://shopify/Product/${id}`,
    title: 'x',
    handle: id,
    descriptionHtml: '',
    status: 'ACTIVE',
    vendor: '',
    productType: '',
    tags: [],
    onlineStoreUrl: null,
    updatedAt: null,
    hasOnlyDefaultVariant: true,
    tracksInventory: false,
    category: null,
    options: [],
    variantsCount: { count: 1, precision: 'EXACT' },
    variants: { ...none, nodes: [variant] },
    media: none,
    collections: none,
  };
  return { cursor: String(place), node };
}

const LINE = JSON.stringify({ id: 'gid://shopify/Product/1', title: 'x'.repeat(1_000) });

export const SHOPIFY_HOSTILITIES: readonly ShopifyHostility[] = [
  ...Object.entries(BODIES).map(([name, body]) => ({
    ...pages(`answers of ${name}`, says(body), UNREADABLE),
    ...LONG,
  })),
  pages('answers that unpack to 64 MB of a list', packed('[],'), UNREADABLE),
  pages('an error text of 20 MB', scolds(500), UNREACHABLE),
  pages(
    'errors in GraphQL of 1 MB',
    says(() => JSON.stringify({ errors: [{ message: 'x'.repeat(1_000_000) }] })),
    UNREADABLE,
  ),
  throttles('that never fills', '{"maximumAvailable":2000,"currentlyAvailable":0,"restoreRate":1e-320}'),
  throttles('without measure', '{"maximumAvailable":1e308,"currentlyAvailable":-1e308,"restoreRate":1}'),
  throttles('that fills at once', '{"maximumAvailable":2000,"currentlyAvailable":0,"restoreRate":1e300}'),
  {
    name: 'costs that are no numbers',
    products: 300,
    turn: ({ faults }) =>
      faults.add({
        match: 'query Shop ',
        answer: {
          play: says(() => {
            const cost =
              '"cost":{"requestedQueryCost":0,"throttleStatus":{"maximumAvailable":1e-300,"currentlyAvailable":0,"restoreRate":1e300}}';
            return `{"data":{"shop":{"id":"gid://shopify/Shop/61234567890","name":"x","myshopifyDomain":"x.myshopify.com","currencyCode":"EUR"},"productsCount":{"count":300},"productVariantsCount":{"count":300},"currentAppInstallation":{"accessScopes":[{"handle":"read_products"},{"handle":"read_inventory"}]}},"extensions":{${cost}}}`;
          }),
        },
      }),
    ends: { status: 'completed' },
  },
  pages('a listing without an end', goesOn, LIMIT_MET),
  {
    name: 'a listing that repeats its first page',
    products: 300,
    turn: ({ faults }) => faults.add({ match: PAGES, answer: { circles: true } }),
    ends: UNREADABLE,
  },
  pages(
    'cursors of 3 MB',
    says(() => {
      const cursor = 'x'.repeat(3_000_000);
      const edges = [{ cursor, node: { id: 'gid://shopify/Product/1' } }];
      return JSON.stringify({ data: { products: { edges, pageInfo: { hasNextPage: true, endCursor: cursor } } } });
    }),
    UNREADABLE,
  ),
  {
    ...product('100,000 pictures', ({ products }, id) => {
      const [first] = products.get(id)?.media ?? [];
      return { media: first === undefined ? [] : many(100_000, (n) => ({ ...first, id: String(5_000_000 + n) })) };
    }),
    ...LONG,
  },
  product('300,000 tags', () => ({ tags: many(300_000, (n) => `t${n}`) })),
  {
    ...product('100,000 variants', ({ products }, id) => {
      const [first] = products.get(id)?.variants ?? [];
      return {
        variants:
          first === undefined ? [] : many(100_000, (n) => ({ ...first, id: String(5_000_000 + n), position: n + 1 })),
      };
    }),
    ...LONG,
  },
  product(
    'a title and a description of MB',
    () => ({ title: 'x'.repeat(1_000_000), descriptionHtml: 'y'.repeat(5_000_000) }),
    { status: 'completed' },
  ),
  product('a NUL in each text', () => ({ title: 'A\0b', descriptionHtml: '\0', vendor: '\0' }), {
    status: 'completed',
  }),
  file('of lines without an end', pours(`${LINE}\n`)),
  file(
    'of lines that are no nodes',
    says(() => `{"id":"x"}\n{"id":"y","__parentId":"x"}\n{"id":"z"}\n`),
  ),
  file('of one line without an end', pours('x'.repeat(65_536))),
  file('that unpacks without an end', packed(' ')),
  file('that hangs', hangs, HANGS),
  file('that dribbles', dribbles, HANGS),
  operation('that lies of its lines', { objectCount: '9'.repeat(400), fileSize: '9'.repeat(400) }),
  operation('that never ends', { status: 'RUNNING' }, { ends: { goes_on: true, asks: 60 } }),
  pages('bodies that dribble', dribbles, HANGS),
  {
    name: 'requests that hang',
    products: 3,
    turn: ({ faults }) => faults.add({ answer: { play: hangs } }),
    ends: HANGS,
  },
];
