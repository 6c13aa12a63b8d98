import fc from 'fast-check';
import { assemble } from '../../../src/platforms/shopify/bulk/assemble';
import { rawProduct } from './raw-products';
import { readAll, simulatedShops } from './shop-under-test';

type Fields = Record<string, unknown>;
interface Line {
  parent: string | null;
  /** Nodes of one listing keep their order in a file. */
  listing: string;
  text: string;
}

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const lineOf = (fields: Fields): Line => ({
  parent: typeof fields.__parentId === 'string' ? fields.__parentId : null,
  listing: `${fields.__parentId} ${fields.__typename}`.replace(/MediaImage|Video|ExternalVideo/, 'media'),
  text: JSON.stringify(fields),
});

/** The lines that Shopify would write for a product as our pages show it. */
function linesOf(product: Fields): Line[] {
  const { variants, media, collections, ...own } = product as Record<string, { nodes: Fields[] }>;
  const id = product.id as string;
  const children = (nodes: Fields[], type: string) =>
    nodes.map((node, at) =>
      lineOf({ ...node, __typename: type, id: `gid://shopify/${type}/${id.slice(-4)}${at}`, __parentId: id }),
    );
  const [first] = children(media?.nodes ?? [], 'MediaImage');
  return [
    lineOf({
      ...own,
      mediaCount: { count: media?.nodes.length },
      featuredMedia: first === undefined ? null : { id: JSON.parse(first.text).id },
    }),
    ...children(variants?.nodes ?? [], 'ProductVariant'),
    ...children(media?.nodes ?? [], 'MediaImage'),
    ...children(collections?.nodes ?? [], 'Collection'),
  ];
}

function assembled(lines: readonly Line[]) {
  const roots = lines.filter(({ parent }) => parent === null);
  const childrenOf = (root: Line) => lines.filter(({ parent }) => parent === JSON.parse(root.text).id);
  return assemble(
    roots.map((root) => ({ text: root.text, children: childrenOf(root).map(({ text }) => text) })),
    'EUR',
  );
}

it('makes of a bulk file what pages make of the shop, odd products and 2,048 variants included', async () => {
  const { shop, connection } = shops.open({ products: 60, nasty: true });
  const paged = await readAll(() => connection);
  const { bulk } = connection;
  const signal = new AbortController().signal;
  const started = await bulk?.start({ runId: 'r', observation: 1, signal });
  if (started?.kind !== 'started') throw new Error(`not started: ${started?.kind}`);
  await bulk?.look({ operationId: started.operationId, signal });

  const [operation] = shop.bulk.all();
  const texts = (shop.bulk.file(operation?.id ?? '') ?? '').trimEnd().split('\n');
  const { products, rejected, incomplete } = assembled(texts.map((text) => lineOf(JSON.parse(text))));

  expect(incomplete).toEqual([]);
  expect(products).toEqual(paged.products);
  expect(rejected.map(({ external_id, reason }) => [external_id, reason])).toEqual(
    paged.rejected.map(({ external_id, reason }) => [external_id, reason]),
  );
  expect(products.some(({ variants }) => variants.length === 2048)).toBe(true);
});

describe('whatever the order of lines', () => {
  const media = ['a', 'b', 'c'].map((name) => ({
    mediaContentType: 'IMAGE',
    alt: null,
    image: { url: `https://cdn.example/${name}.jpg` },
  }));
  const lines = ['8001', '8002', '8003'].flatMap((id) =>
    linesOf({ ...rawProduct(), id: `gid://shopify/Product/${id}`, media: { nodes: media } }),
  );
  const asWritten = assembled(lines);

  it('there are three products to compare', () => {
    expect(asWritten).toMatchObject({ incomplete: [], rejected: [] });
    expect(asWritten.products.map(({ images }) => images.length)).toEqual([3, 3, 3]);
  });

  it('the products are the same when the nodes of a listing keep their order', () => {
    fc.assert(
      fc.property(orders(lines.length), (order) => {
        expect(byId(assembled(shuffledListings(lines, order)))).toEqual(byId(asWritten));
      }),
    );
  });

  it('also in no order at all: variants and collections, and the first image or it is said that it came wrong', () => {
    fc.assert(
      fc.property(orders(lines.length), (order) => {
        const { products, incomplete } = assembled(order.map((at) => lines[at] as Line));
        for (const product of products) {
          const expected = asWritten.products.find(({ external_id }) => external_id === product.external_id);
          expect({ ...product, images: [] }).toEqual({ ...expected, images: [] });
          expect(product.images[0]).toEqual(expected?.images[0]);
        }
        expect([...products.map(({ external_id }) => external_id), ...incomplete].sort()).toEqual([
          '8001',
          '8002',
          '8003',
        ]);
      }),
    );
  });
});

describe('a product is incomplete when', () => {
  const whole = () => linesOf(rawProduct());
  const without = (type: string) => {
    const lines = whole();
    const at = lines.findLastIndex(({ text }) => JSON.parse(text).__typename === type);
    return lines.toSpliced(at, 1);
  };
  it.each(['ProductVariant', 'MediaImage'])('a %s is missing', (type) => {
    expect(assembled(without(type))).toEqual({ products: [], rejected: [], incomplete: ['8001'] });
  });

  it('it has as many collections as such files were seen to be cut at', () => {
    const collections = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ id: `gid://shopify/Collection/${at + 1}`, title: `${at}` }));
    const product = (count: number) => linesOf({ ...rawProduct(), collections: { nodes: collections(count) } });

    expect(assembled(product(99)).incomplete).toEqual([]);
    expect(assembled(product(100)).incomplete).toEqual(['8001']);
  });

  it('it has as many collections as another one kept of its variants', () => {
    const cut = without('ProductVariant');
    const other = linesOf({ ...rawProduct(), id: 'gid://shopify/Product/8002' });
    expect(assembled([...cut, ...other]).incomplete).toEqual(['8001', '8002']);
  });
});

it('I7 sets a product aside that cannot be mapped, and goes on', () => {
  const odd = linesOf({ ...rawProduct(), id: 'gid://shopify/Product/8002', title: 7 });
  const { products, rejected } = assembled([...odd, ...linesOf(rawProduct())]);

  expect(products.map(({ external_id }) => external_id)).toEqual(['8001']);
  expect(rejected).toMatchObject([{ external_id: '8002', reason: 'shape_unreadable', path: 'title' }]);
});

const orders = (length: number) =>
  fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length });

/** Any order of the places; each place goes to the next node of its listing. */
function shuffledListings(lines: readonly Line[], order: readonly number[]): Line[] {
  const waiting = new Map<string, Line[]>();
  for (const line of lines) waiting.set(line.listing, [...(waiting.get(line.listing) ?? []), line]);
  return order.map((at) => waiting.get((lines[at] as Line).listing)?.shift() as Line);
}

function byId({ products }: ReturnType<typeof assemble>) {
  return products.toSorted((a, b) => (a.external_id < b.external_id ? -1 : 1));
}
