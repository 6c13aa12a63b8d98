import { nextObservation } from '../../src/catalog/staging/next-observation';
import type { LastStatus } from '../../src/model/run';
import { noteProgress } from '../../src/runs/note-progress';
import { noteWholeListing } from '../../src/runs/note-whole-listing';
import { changedSince, moveWatermark } from '../../src/stores/watermark';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const storeOf = (shop: Shop) =>
  shop.sql(async (sql) => {
    const { rows } = await sql<{ watermark: Date | null; product_count: number }>`
      select watermark, product_count from stores
       where tenant_id = ${shop.tenantId}::uuid and id = ${shop.storeId}::uuid`;
    return rows[0];
  });

const UNMOVED = { watermark: null, product_count: 0 };

const beginAt = (shop: Shop, storeTime: string) =>
  shop.sql(async (sql) => {
    const reading = { storeTime, observation: await nextObservation(sql) };
    await noteProgress(sql, shop.run.id, { phase: 'reading', reading });
  });
const move = (shop: Shop, products: number, run = shop.run) => shop.sql((sql) => noteWholeListing(sql, run, products));

it.each<LastStatus>(['completed', 'completed_with_errors', 'failed', 'cancelled'])(
  'the watermark is where the run began, whether it then ends %s',
  async (status) => {
    const shop = await world.shop();
    await beginAt(shop, '2026-11-25T08:00:00.000Z');

    await move(shop, 3);
    await shop.close(status);

    expect(await storeOf(shop)).toEqual({ watermark: new Date('2026-11-25T08:00:00.000Z'), product_count: 3 });
  },
);

it.each<LastStatus>(['completed', 'completed_with_errors', 'failed', 'cancelled'])(
  'I2 to close a run as %s moves no watermark: only a whole listing does',
  async (status) => {
    const shop = await world.shop();
    await beginAt(shop, '2026-11-25T08:00:00.000Z');

    await shop.close(status);

    expect(await storeOf(shop)).toEqual(UNMOVED);
  },
);

it('takes the watermark of a later run not back', async () => {
  const shop = await world.shop();
  const earlier = shop.run;
  await beginAt(shop, '2026-11-20T08:00:00Z');
  await shop.openRun();
  await beginAt(shop, '2026-11-25T08:00:00Z');
  await move(shop, 3);

  await move(shop, 2, earlier);

  expect(await storeOf(shop)).toEqual({ watermark: new Date('2026-11-25T08:00:00Z'), product_count: 3 });
});

it('a refresh and a dry run move no watermark', async () => {
  const shop = await world.shop();
  await shop.openRun({ mode: 'refresh' });
  await beginAt(shop, '2026-11-25T08:00:00Z');

  await move(shop, 3);
  await move(shop, 3, { ...shop.run, mode: 'full', dryRun: true });

  expect(await storeOf(shop)).toEqual(UNMOVED);
});

const HOUR_MS = 3_600_000;

it('keeps its first reading of the clock, whatever a later try reads', async () => {
  const shop = await world.shop();
  await beginAt(shop, '2026-11-25T08:00:00Z');
  await beginAt(shop, '2026-11-25T09:00:00Z');

  await move(shop, 3);

  expect(await storeOf(shop)).toMatchObject({ watermark: new Date('2026-11-25T08:00:00Z') });
});

describe('an incremental run', () => {
  /** The store was read whole at `at`, and an incremental run read its clock as `then`. */
  async function readAgain(
    at: string,
    then: string,
  ): Promise<{ watermark: Date | null | undefined; isSetBack: boolean }> {
    const shop = await world.shop();
    await beginAt(shop, at);
    await move(shop, 3);
    await shop.openRun({ mode: 'incremental' });
    await beginAt(shop, then);
    const { isSetBack } = await shop.sql((sql) => moveWatermark(sql, shop.run));
    return { watermark: (await storeOf(shop))?.watermark, isSetBack };
  }

  it('moves the watermark to where it began', async () => {
    const moved = await readAgain('2026-11-25T08:00:00Z', '2026-11-25T08:15:00Z');
    expect(moved).toEqual({ watermark: new Date('2026-11-25T08:15:00Z'), isSetBack: false });
  });

  it('leaves it where another of the store’s servers is a little behind', async () => {
    const moved = await readAgain('2026-11-25T08:00:00Z', '2026-11-25T07:58:00Z');
    expect(moved).toEqual({ watermark: new Date('2026-11-25T08:00:00Z'), isSetBack: false });
  });

  it.each(['2026-11-25T07:00:00Z', '2026-11-24T08:00:00Z'])(
    'takes it away where the clock was set back to %s, so that the next run reads everything',
    async (then) => {
      expect(await readAgain('2026-11-25T08:00:00Z', then)).toEqual({ watermark: null, isSetBack: true });
    },
  );

  it('asks for nothing older than a week, and takes 5 minutes off what it asks for', async () => {
    const shop = await world.shop();
    const read = async (at: Date) => {
      await shop.openRun();
      await beginAt(shop, at.toISOString());
      await move(shop, 1);
      return shop.sql((sql) => changedSince(sql, shop.storeId));
    };
    const recent = new Date(Math.floor(Date.now() / 1_000) * 1_000 - HOUR_MS);

    expect(await read(recent)).toBe(new Date(recent.getTime() - HOUR_MS / 12).toISOString());
    expect(await read(new Date(Date.now() - 8 * 24 * HOUR_MS))).toBeNull();
  });
});
