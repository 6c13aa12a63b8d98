import { LEAN_MODES, type LeanMode } from '../../../../src/model/freshness/lean-product';
import type { BulkReader, BulkRoot } from '../../../../src/platforms/bulk-reader';
import type { StoreConnection } from '../../../../src/platforms/store-platform';
import { expectGroups } from '../../lean/groups';
import { readAll, signal, simulatedShops } from '../shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const EACH_MODE = LEAN_MODES.map((mode) => [mode] as const);

function readerOf({ bulk }: StoreConnection): BulkReader {
  if (bulk === undefined) throw new Error('Shopify reads in bulk');
  return bulk;
}

/** Starts an operation, and reads its file. */
async function rootsOf(reader: BulkReader, mode: LeanMode): Promise<BulkRoot[]> {
  const started = await reader.start({ runId: `run-${mode}`, observation: 1, mode, signal });
  if (started.kind !== 'started') throw new Error(`not started but ${started.kind}`);
  const seen = await reader.look({ operationId: started.operationId, signal });
  if (seen.kind !== 'written' || seen.url === null) throw new Error('no file');

  const roots = new Map<string, { text: string; children: string[] }>();
  for await (const piece of reader.readFile({ url: seen.url, fromByte: 0, signal })) {
    for (const { gid, parentGid, text } of piece) {
      if (parentGid === null) roots.set(gid, { text, children: [] });
      else roots.get(parentGid)?.children.push(text);
    }
  }
  return [...roots.values()];
}

describe.each(EACH_MODE)('a bulk file of %s', (mode) => {
  it('makes what pages make of the shop, odd products and 2,048 variants included', async () => {
    const { connection, again } = shops.open({ products: 60, nasty: true });
    const whole = await readAll(again);
    const roots = await rootsOf(readerOf(connection), mode);

    const { products, unclear } = readerOf(connection).assembleLean(roots, { mode, currency: 'EUR' });

    expect(unclear).toEqual(whole.rejected.map(({ external_id }) => external_id));
    expectGroups(products, whole.products, mode);
    expect(products.some(({ variants }) => variants.length === 2048)).toBe(true);
  });

  it('makes the same of lines in any order', async () => {
    const { connection } = shops.open({ products: 20 });
    const reader = readerOf(connection);
    const roots = await rootsOf(reader, mode);
    const reversed = roots.map(({ text, children }) => ({ text, children: children.toReversed() }));

    const group = { mode, currency: 'EUR' };
    expect(reader.assembleLean(reversed, group)).toEqual(reader.assembleLean(roots, group));
  });

  it('guesses nothing of a product of which it was cut short, or whose fields have another shape', async () => {
    const { shop, connection } = shops.open({ products: 3, variantsEach: 3 });
    const reader = readerOf(connection);
    const [first, second, third] = await rootsOf(reader, mode);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three products');
    const cut = { ...first, children: first.children.slice(1) };
    const odd = { ...second, text: JSON.stringify({ ...JSON.parse(second.text), status: 7 }) };

    const { products, unclear } = reader.assembleLean([cut, odd, third], { mode, currency: 'EUR' });

    const [cutId, oddId, wholeId] = [...shop.products.keys()];
    expect(products.map(({ external_id }) => external_id)).toEqual([wholeId]);
    expect(unclear.toSorted()).toEqual([cutId, oddId].toSorted());
  });

  it('tells of a product without a number that it cannot be asked for, cut short or not', async () => {
    const { connection } = shops.open({ products: 2, variantsEach: 3 });
    const reader = readerOf(connection);
    const numberless = (await rootsOf(reader, mode)).map(({ text, children }) => ({
      text: JSON.stringify({ ...JSON.parse(text), id: 'gid://shopify/Product/odd' }),
      children,
    }));
    const [first, second] = numberless;
    if (first === undefined || second === undefined) throw new Error('two products');
    const cut = { ...first, children: [] };
    const odd = { ...second, text: JSON.stringify({ ...JSON.parse(second.text), status: 7 }) };

    expect(reader.assembleLean([cut, odd], { mode, currency: 'EUR' })).toEqual({
      products: [],
      unclear: [],
      gaps: [{ cause: 'product_unreadable', detail: expect.stringContaining('2 products') }],
    });
  });

  it('asks for nothing but the group, and is found again by its run', async () => {
    const { shop, connection } = shops.open({ products: 1 });
    const start = () => readerOf(connection).start({ runId: 'run', observation: 3, mode, signal });
    const [first, again] = [await start(), await start()];

    expect(again).toMatchObject({ ...first, requests: expect.any(Number) });
    const [{ query = '' } = {}, ...others] = shop.bulk.all();
    expect(others).toEqual([]);
    expect(query).not.toMatch(/title|media|collections|sku/);
  });
});
