import type { BulkReader } from '../../../src/platforms/bulk-reader';
import { signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

type Options = Parameters<typeof shops.open>[0];

function open(options: Options = {}) {
  const { shop, again } = shops.open({ products: 3, ...options });
  const reader = (): BulkReader => {
    const { bulk } = again();
    if (bulk === undefined) throw new Error('Shopify reads in bulk');
    return bulk;
  };
  return { shop, reader };
}

async function started(reader: BulkReader, runId = 'run-1', observation = 7) {
  const answer = await reader.start({ runId, observation, signal });
  if (answer.kind !== 'started') throw new Error(`not started but ${answer.kind}`);
  return answer;
}

it('starts one operation a run, and finds it again with the observation that it was started with', async () => {
  const { shop, reader } = open();
  const first = await started(reader(), 'run-1', 7);
  const again = await started(reader(), 'run-1', 9);
  const other = await started(reader(), 'run-2', 9);

  expect(again).toMatchObject({ operationId: first.operationId, observation: 7 });
  expect(other).toMatchObject({ observation: 9 });
  expect(shop.bulk.all()).toHaveLength(2);
});

it('finds its operation behind more than a page of others', async () => {
  const { shop, reader } = open();
  const first = await started(reader());
  for (let each = 0; each < 120; each++) shop.bulk.start('{ products { edges { node { id } } } }', false);
  expect(await started(reader())).toMatchObject({ operationId: first.operationId });
});

it('starts one where the list of operations goes in circles', async () => {
  const { shop, reader } = open();
  for (let each = 0; each < 3; each++) shop.bulk.start('{ products { edges { node { id } } } }', false);
  shop.faults.add({ match: 'bulkOperations(', answer: { circles: true } });
  expect(await started(reader())).toMatchObject({ kind: 'started' });
  expect(shop.counters.requests).toBeLessThan(10);
});

it('is told to wait while others of the app take all places, and takes none of theirs', async () => {
  const { shop, reader } = open();
  shop.bulk.durationMs = 3_600_000;
  for (let each = 0; each < 5; each++) shop.bulk.start('{ products { edges { node { id } } } }', false);

  expect(await reader().start({ runId: 'run-1', observation: 1, signal })).toMatchObject({ kind: 'busy' });
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(Array(5).fill('CREATED'));
});

it('tells what the finished file has', async () => {
  const { shop, reader } = open({ products: 4, variantsEach: 2 });
  const { operationId } = await started(reader());
  const seen = await reader().look({ operationId, signal });

  const text = shop.bulk.file(operationId.slice(operationId.lastIndexOf('/') + 1)) ?? '';
  expect(seen).toMatchObject({
    kind: 'written',
    file: { lines: text.trimEnd().split('\n').length, roots: 4, bytes: Buffer.byteLength(text) },
  });
});

it('takes COMPLETED without a file for an empty shop', async () => {
  const { reader } = open({ products: 0 });
  const { operationId } = await started(reader());
  expect(await reader().look({ operationId, signal })).toMatchObject({
    kind: 'written',
    url: null,
    file: { roots: 0 },
  });
});

it.each([
  [{ fail: 'TIMEOUT' } as const, 'FAILED (TIMEOUT)'],
  [{ fail: 'INTERNAL_SERVER_ERROR' } as const, 'FAILED (INTERNAL_SERVER_ERROR)'],
  [{ expire: true } as const, 'EXPIRED'],
])('gives up after %j, and reads no partial data', async (outcome, why) => {
  const { shop, reader } = open();
  shop.bulk.nextOutcome = outcome;
  const { operationId } = await started(reader());
  expect(await reader().look({ operationId, signal })).toMatchObject({ kind: 'given_up', why: `it ended as ${why}` });
});

it('gives up an operation that somebody cancelled, and can cancel its own', async () => {
  const { shop, reader } = open();
  shop.bulk.durationMs = 3_600_000;
  const { operationId } = await started(reader());
  expect(await reader().look({ operationId, signal })).toMatchObject({ kind: 'running' });

  expect(await reader().cancel({ operationId, signal })).toEqual({ kind: 'cancelled' });
  expect(await reader().look({ operationId, signal })).toMatchObject({ kind: 'running' });
  expect(await reader().look({ operationId, signal })).toMatchObject({ kind: 'given_up', why: 'it ended as CANCELED' });
});

it('gives up when Shopify refuses the query', async () => {
  const { shop, reader } = open();
  const bulkOperationRunQuery = { bulkOperation: null, userErrors: [{ message: 'too deep', code: 'INVALID' }] };
  shop.faults.add({ match: 'RunBulkOperation', answer: { status: 200, body: { data: { bulkOperationRunQuery } } } });
  expect(await reader().start({ runId: 'r', observation: 1, signal })).toMatchObject({
    kind: 'given_up',
    why: 'Shopify did not start it: too deep',
  });
});

it('asks for no field that the token may not read: one would fail all of it, hours later', async () => {
  const { shop, reader } = open({ scopes: ['read_products'] });
  const denied = { message: 'Access denied for inventoryItem field.', path: ['products', 'inventoryItem'] };
  const body = { errors: [{ ...denied, extensions: { code: 'ACCESS_DENIED' } }] };
  shop.faults.add({ match: 'inventoryItem { tracked } } } } }', answer: { status: 200, body } });
  await started(reader());
  expect(shop.bulk.all()[0]?.query).not.toContain('inventoryItem');
});

describe('the file', () => {
  async function linesFrom(reader: BulkReader, url: string, fromByte = 0) {
    const pieces = reader.readFile({ url, fromByte, signal });
    const lines = [];
    for (;;) {
      const piece = await pieces.next();
      if (piece.done) return { lines, problem: piece.value };
      lines.push(...piece.value);
    }
  }
  async function written(options: Options) {
    const { shop, reader } = open(options);
    const { operationId } = await started(reader());
    const seen = await reader().look({ operationId, signal });
    if (seen.kind !== 'written' || seen.url === null) throw new Error('no file');
    return { shop, reader: reader(), url: seen.url, file: seen.file };
  }

  it('comes line by line with parents and places, and goes on from any of them', async () => {
    const { reader, url, file } = await written({ products: 5, variantsEach: 3 });
    const { lines, problem } = await linesFrom(reader, url);

    expect(problem).toBeNull();
    expect(lines).toHaveLength(file.lines);
    expect(lines.at(-1)?.endsAt).toBe(file.bytes);
    expect(lines.filter(({ parentGid }) => parentGid === null)).toHaveLength(5);
    expect(lines[9]).toEqual({
      gid: JSON.parse(lines[9]?.text ?? '').id,
      parentGid: JSON.parse(lines[9]?.text ?? '').__parentId,
      text: expect.any(String),
      endsAt: expect.any(Number),
    });
    const rest = await linesFrom(reader, url, lines[9]?.endsAt);
    expect(rest.lines).toEqual(lines.slice(10));
  });

  it('cut short in the middle of a line ends with the line before', async () => {
    const { shop, reader, url, file } = await written({ products: 20 });
    shop.faults.add({ match: 'bulk-files', answer: { truncate: true } });
    const { lines, problem } = await linesFrom(reader, url);

    expect(problem).toBeNull();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.at(-1)?.endsAt).toBeLessThan((file.bytes ?? 0) * 0.6);
  });

  it('is unreadable when a line is no node', async () => {
    const { shop, reader, url } = await written({});
    shop.faults.add({
      match: 'bulk-files',
      answer: { status: 200, body: '{"id":"gid:\\/\\/shopify\\/Product\\/1"}\n<html>\n' },
    });
    const { lines, problem } = await linesFrom(reader, url);
    expect(lines).toMatchObject([{ gid: 'gid://shopify/Product/1' }]);
    expect(problem).toMatchObject({ kind: 'unreadable' });
  });
});
