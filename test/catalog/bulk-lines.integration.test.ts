import {
  addBulkLines,
  bulkLinesSoFar,
  clearBulkLines,
  clearLinesLeftBehind,
  countBulkLines,
  readBulkPage,
} from '../../src/catalog/staging/bulk-lines';
import type { BulkLine } from '../../src/platforms/bulk-reader';
import { explain } from '../database/explain';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';

let world: CatalogueWorld;
let shop: Shop;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  shop = await world.shop();
});

const line = (gid: string, parentGid: string | null, place: number): BulkLine => ({
  gid,
  parentGid,
  text: `{"id":"${gid}","quoted":"\\"a\\\\b\\""}`,
  endsAt: (place + 1) * 10,
});

/** All products first, then their children, one of each product in turn. */
function file(roots: number, childrenEach: number): BulkLine[] {
  const gids = Array.from({ length: roots }, (_, at) => `p${at}`);
  const lines = [
    ...gids.map((gid) => [gid, null] as const),
    ...Array.from({ length: childrenEach }, (_, nth) => gids.map((gid) => [`${gid}c${nth}`, gid] as const)).flat(),
  ];
  return lines.map(([gid, parent], place) => line(gid, parent, place));
}

const add = (lines: readonly BulkLine[], from = 0) => shop.sql((sql) => addBulkLines(sql, shop.run.id, from, lines));
const page = (after: number) => shop.sql((sql) => readBulkPage(sql, shop.run.id, after));
const soFar = () => shop.sql((sql) => bulkLinesSoFar(sql, shop.run.id));
const counts = () => shop.sql((sql) => countBulkLines(sql, shop.run.id));

it('keeps lines as they came, and says where the file goes on', async () => {
  const lines = file(3, 2);
  expect(await soFar()).toEqual({ next: 0, bytes: 0 });
  await add(lines.slice(0, 4));
  expect(await soFar()).toEqual({ next: 4, bytes: 40 });
  await add(lines.slice(4), 4);

  expect(await counts()).toEqual({ lines: 9, roots: 3 });
  const { roots, lastLine, isLast } = await page(-1);
  expect({ lastLine, isLast }).toEqual({ lastLine: 2, isLast: true });
  expect(roots[0]).toEqual({ text: lines[0]?.text, children: [lines[3]?.text, lines[6]?.text] });
});

it('I4 adds lines once, whoever brings them again', async () => {
  const lines = file(3, 1);
  await Promise.all([add(lines), add(lines), add(lines.slice(2), 2)]);
  expect(await counts()).toEqual({ lines: 6, roots: 3 });
});

it('gives 250 products a page, the last one as the last', async () => {
  await add(file(501, 0));
  const first = await page(-1);
  const second = await page(first.lastLine ?? 0);
  const third = await page(second.lastLine ?? 0);
  expect([first, second, third].map(({ roots, isLast }) => [roots.length, isLast])).toEqual([
    [250, false],
    [250, false],
    [1, true],
  ]);
  expect(await page(500)).toEqual({ roots: [], lastLine: null, isLast: true });
});

it('ends a page before 10,000 children, but never before its first product', async () => {
  await add(file(7, 2048));
  const first = await page(-1);
  expect([first.roots.length, first.isLast]).toEqual([4, false]);
  expect((await page(first.lastLine ?? 0)).roots).toHaveLength(3);

  const [huge] = [file(1, 10_001)];
  const other = await world.shop();
  await other.sql((sql) => addBulkLines(sql, other.run.id, 0, huge ?? []));
  const only = await other.sql((sql) => readBulkPage(sql, other.run.id, -1));
  expect([only.roots[0]?.children.length, only.isLast]).toEqual([10_001, true]);
});

it('leaves out children of which no product has so many, and begins a page where their texts are many MB', async () => {
  await add(file(1, 15_001));
  expect((await page(-1)).roots.map(({ children }) => children.length)).toEqual([0]);

  const heavy = await world.shop();
  const text = 'x'.repeat(23 * 1024 * 1024);
  const lines = file(3, 1).map((each) => (each.parentGid === null ? each : { ...each, text }));
  for (const [at, each] of lines.entries()) await heavy.sql((sql) => addBulkLines(sql, heavy.run.id, at, [each]));
  const read = (after: number) => heavy.sql((sql) => readBulkPage(sql, heavy.run.id, after));
  expect((await read(-1)).roots).toHaveLength(2);
  expect((await read(1)).roots.map(({ children }) => children.length)).toEqual([1]);
});

it('I9 shows a tenant no line of another', async () => {
  await add(file(3, 1));
  const other = await world.shop({ tenantId: await world.newTenant() });
  expect(await other.sql((sql) => countBulkLines(sql, shop.run.id))).toEqual({ lines: 0, roots: 0 });
});

it('takes off the lines of this run, or of those that ended', async () => {
  await add(file(3, 1));
  await clearLinesLeftBehind(world.database, shop.run);
  expect((await counts()).lines).toBe(6);

  await shop.sql((sql) => sql`update sync_runs set finished_at = now() where id = ${shop.run.id}::uuid`);
  await clearLinesLeftBehind(world.database, shop.run);
  expect((await counts()).lines).toBe(0);

  await add(file(3, 1));
  await clearBulkLines(world.database, shop.run);
  expect((await counts()).lines).toBe(0);
});

it('finds a page by the index alone, however many products are behind it', async () => {
  const plan = await explain(world.database, shop.tenantId, (sql) => readBulkPage(sql, shop.run.id, 0));
  const [root = ''] = plan.split('CTE taken');
  expect(root).toMatch(/Index Scan using bulk_lines_family on bulk_lines r/);
  expect(root).not.toMatch(/Sort Key: r\./);
});
