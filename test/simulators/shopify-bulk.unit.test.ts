import { withShop } from './shopify-client';

const QUERY = `{ products { edges { node { id title variantsCount { count }
  variants { edges { node { id sku inventoryItem { tracked } } } } collections { edges { node { id } } } } } } }`;
const START = `mutation ($query: String!, $grouped: Boolean! = false) { bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
  bulkOperation { id status } userErrors { field message code } } }`;
const STATUS = `query ($id: ID!) { bulkOperation(id: $id) {
  status errorCode objectCount rootObjectCount fileSize url partialDataUrl } }`;

type World = Parameters<Parameters<typeof withShop>[1]>[0];
type Line = { id: string; title?: string; __parentId?: string };

async function start({ ask }: World, query = QUERY, grouped = false) {
  const { data } = await ask(START, { query, grouped });
  return data.bulkOperationRunQuery;
}

async function finished(world: World, query = QUERY, grouped = false) {
  const { bulkOperation } = await start(world, query, grouped);
  const { data } = await world.ask(STATUS, { id: bulkOperation.id });
  return data.bulkOperation;
}

async function linesAt(url: string): Promise<Line[]> {
  const text = await (await fetch(url)).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('writes every product and variant as a line, parents first and children anywhere behind', async () => {
  await withShop({ products: 30, variantsEach: 3 }, async (world) => {
    const operation = await finished(world);
    const lines = await linesAt(operation.url);

    expect(operation).toMatchObject({ status: 'COMPLETED', errorCode: null, rootObjectCount: '30' });
    expect(operation.objectCount).toBe(String(lines.length));
    expect(operation.fileSize).toBe(String((await (await fetch(operation.url)).text()).length));
    const places = new Map(lines.map((line, at) => [line.id, at]));
    const variants = lines.filter(({ id }) => id.includes('ProductVariant'));
    expect(variants).toHaveLength(90);
    expect(variants.every(({ id, __parentId }) => (places.get(__parentId ?? '') ?? 999) < (places.get(id) ?? 0))).toBe(
      true,
    );
    const parents = variants.map(({ __parentId }) => __parentId);
    expect(parents.filter((parent, at) => parent !== parents[at - 1]).length).toBeGreaterThan(30);
  });
});

it('puts children right behind their parents when it groups objects', async () => {
  await withShop({ products: 10, variantsEach: 2 }, async (world) => {
    const lines = await linesAt((await finished(world, QUERY, true)).url);

    let parent = '';
    for (const line of lines) {
      if (line.__parentId === undefined) parent = line.id;
      else expect(line.__parentId).toBe(parent);
    }
  });
});

it('is completed without a file when nothing was found', async () => {
  await withShop({}, async (world) => {
    expect(await finished(world)).toMatchObject({ status: 'COMPLETED', objectCount: '0', url: null });
  });
});

it('runs five at a time, is listed while it runs, and can be cancelled', async () => {
  await withShop({ products: 1 }, async (world) => {
    world.shop.bulk.durationMs = 600_000;
    const [first] = await Promise.all(Array.from({ length: 5 }, () => start(world)));
    const sixth = await start(world);
    const listed = await world.ask('{ bulkOperations(first: 10, query: "status:created") { nodes { id status } } }');

    expect(sixth.userErrors[0].code).toBe('LIMIT_REACHED');
    expect(listed.data.bulkOperations.nodes).toHaveLength(5);

    const id = first.bulkOperation.id;
    const cancel =
      'mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }';
    expect((await world.ask(cancel, { id })).data.bulkOperationCancel.bulkOperation.status).toBe('CANCELING');
    const status = async () => (await world.ask(STATUS, { id })).data.bulkOperation.status;
    expect([await status(), await status()]).toEqual(['CANCELING', 'CANCELED']);
    expect((await start(world)).userErrors).toEqual([]);
  });
});

it.each([
  ['one without a listing', '{ shop { id } }', 'at least one connection'],
  ['one of six listings', `{ ${'abcdef'.split('').map((key) => `${key}: products { nodes { id } }`)} }`, 'more than 5'],
  ['one with variables', 'query ($q: String) { products(query: $q) { nodes { id } } }', 'variables'],
  ['one of nodes', '{ nodes(ids: []) { id ... on Product { variants { nodes { id } } } } }', 'top-level node'],
  [
    'one whose parents have no id',
    '{ products { nodes { title variants { nodes { id } } } } }',
    "must select the 'id'",
  ],
  ['one of unknown fields', '{ products { nodes { nonsense } } }', "doesn't exist"],
])('does not start %s', async (_, query, message) => {
  await withShop({ products: 1 }, async (world) => {
    const { bulkOperation, userErrors } = await start(world, query);

    expect(bulkOperation).toBeNull();
    expect(userErrors).toMatchObject([
      { field: ['query'], code: 'INVALID', message: expect.stringContaining(message) },
    ]);
  });
});

it('fails as a whole when one field is outside the scopes', async () => {
  await withShop({ products: 1, scopes: ['read_inventory'] }, async (world) => {
    expect(await finished(world)).toMatchObject({ status: 'FAILED', errorCode: 'ACCESS_DENIED', url: null });
  });
});

it('fails with partial data, expires and cuts nested listings when told to', async () => {
  await withShop({ products: 6, variantsEach: 4 }, async (world) => {
    world.shop.bulk.nextOutcome = { fail: 'TIMEOUT' };
    const failed = await finished(world);
    world.shop.bulk.nextOutcome = { expire: true };
    const expired = await finished(world);
    world.shop.bulk.nextOutcome = { nestedAtMost: 2 };
    const cut = await finished(world);

    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'TIMEOUT', url: null });
    expect((await linesAt(failed.partialDataUrl)).length).toBe(Number(failed.objectCount));
    expect(expired).toMatchObject({ status: 'EXPIRED', url: null });
    expect(cut.status).toBe('COMPLETED');
    expect((await linesAt(cut.url)).filter(({ id }) => id.includes('ProductVariant'))).toHaveLength(12);
  });
});

it('serves a file cut short when a fault says so', async () => {
  await withShop({ products: 6 }, async (world) => {
    const { url, fileSize } = await finished(world);
    world.shop.faults.add({ match: 'bulk-files', answer: { truncate: true } });

    expect((await (await fetch(url)).text()).length).toBeLessThan(Number(fileSize));
  });
});
