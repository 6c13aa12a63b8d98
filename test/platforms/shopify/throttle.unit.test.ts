import type { BucketSize } from '../../../simulators/shopify/throttle-bucket';
import {
  LEFT_BY_LISTINGS,
  mostPoints,
  type ThrottleReading,
  ThrottleStatus,
  waitForPoints,
} from '../../../src/platforms/shopify/requests/throttle';
import { fetchPage } from '../fetch-page';
import { pageOf, signal, simulatedShops } from './shop-under-test';

/** That of a shop on the Standard plan. */
const STANDARD: BucketSize = { maximum: 2000, restoreRate: 100 };

/** Restores next to nothing, so that the time a busy machine takes for a test does not matter. */
const SLOW: BucketSize = { maximum: 2000, restoreRate: 0.001 };

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

describe('the wait for points', () => {
  const bucket: ThrottleReading = { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100, readAt: 0 };

  it.each([
    ['is what the bucket lacks', 500, 0, 0, 4000],
    ['counts what is left to others', 500, LEFT_BY_LISTINGS, 0, 6000],
    ['shrinks as time passes', 500, 0, 3000, 1000],
    ['is none once the points are there', 500, 0, 4000, 0],
    ['ends with a full bucket when more is asked than it holds', 5000, LEFT_BY_LISTINGS, 0, 19_000],
    ['does not grow by a clock that runs behind', 500, 0, -60_000, 4000],
  ])('%s', (_, points, left, now, waitMs) => {
    expect(waitForPoints(bucket, points, left, now)).toBe(waitMs);
  });

  it.each([
    ['never fills', { restoreRate: 1e-320 }],
    ['is far in debt', { currentlyAvailable: -1e9, restoreRate: 0.001 }],
  ])('is an hour at most, of a bucket that %s', (_, told) => {
    expect(waitForPoints({ ...bucket, ...told }, 500, 0, 0)).toBe(3_600_000);
  });

  it.each(['1e308', '-1', '0'])('is not told by a bucket of %s points', (maximumAvailable) => {
    const told = JSON.parse(`{"maximumAvailable":${maximumAvailable},"currentlyAvailable":0,"restoreRate":50}`);
    expect(ThrottleStatus.safeParse(told).success).toBe(false);
  });

  it('is none when nothing is known', () => {
    expect(waitForPoints(null, 500, LEFT_BY_LISTINGS, 0)).toBe(0);
  });

  it('a query asks for at most 1,000 points, and for less of a small bucket', () => {
    expect(mostPoints(bucket, LEFT_BY_LISTINGS)).toBe(1000);
    expect(mostPoints({ ...bucket, maximumAvailable: 500 }, LEFT_BY_LISTINGS)).toBe(450);
  });
});

describe('a listing', () => {
  it('does not send what would not fit: it answers how long to wait', async () => {
    const { shop, connection } = shops.open({ products: 300, bucket: STANDARD });
    const { nextCursor } = await pageOf(connection);
    shop.bucket.take(shop.bucket.status().currentlyAvailable - 300);
    await connection.describe(signal);
    const sent = shop.counters.requests;
    shop.bucket.take(200);
    await connection.describe(signal);

    const outcome = await fetchPage(connection, { cursor: nextCursor, currency: 'EUR', signal });

    expect(outcome).toMatchObject({ kind: 'throttled' });
    // Some 100 points are left of the bucket, 200 of it are not for listings, and a page costs some 50.
    expect('waitMs' in outcome && outcome.waitMs).toBeGreaterThan(0);
    expect('waitMs' in outcome && outcome.waitMs).toBeLessThanOrEqual(2_500);
    expect(shop.counters).toMatchObject({ requests: sent + 1, throttled: 0 });
  });

  it('knows of the bucket in another process, from the cursor', async () => {
    const { shop, connection, again } = shops.open({ products: 300, bucket: STANDARD });
    shop.bucket.take(1_500);
    const { nextCursor } = await pageOf(connection);
    const cursor = JSON.parse(nextCursor ?? '{}');
    const emptied = { ...cursor, bucket: { ...cursor.bucket, currentlyAvailable: 0, readAt: Date.now() } };
    const sent = shop.counters.requests;

    const outcome = await fetchPage(again(), { cursor: JSON.stringify(emptied), currency: 'EUR', signal });

    expect(outcome.kind).toBe('throttled');
    expect(shop.counters.requests).toBe(sent);
  });

  it('understands THROTTLED as HTTP 200', async () => {
    const { shop, connection } = shops.open({ products: 300, bucket: STANDARD });
    shop.faults.add({ match: 'ProductsPage', answer: { throttled: true } });

    const outcome = await fetchPage(connection, { cursor: null, currency: 'EUR', signal });

    // An empty bucket: a page of 100 costs about 35, and 200 are left to others.
    expect(outcome).toMatchObject({ kind: 'throttled', detail: expect.stringContaining('0 were left') });
    expect(outcome).toHaveProperty('waitMs', expect.closeTo(2400, -3));
    expect(shop.counters.throttled).toBe(1);
  });

  it('understands 429 with seconds that are no whole number', async () => {
    const { shop, connection } = shops.open({ products: 3 });
    shop.faults.add({ match: 'ProductsPage', answer: { status: 429, headers: { 'retry-after': '2.5' } } });

    expect(await fetchPage(connection, { cursor: null, currency: 'EUR', signal })).toMatchObject({
      kind: 'throttled',
      waitMs: 2500,
    });
  });

  it('waits itself when it is short, and says how long it was', async () => {
    const { shop, connection } = shops.open({ products: 3, bucket: { maximum: 2000, restoreRate: 2000 } });
    const { nextCursor } = await pageOf(connection);
    expect(nextCursor).toBeNull();
    shop.faults.add({ match: 'ProductsPage', times: 1, answer: { throttled: true } });

    const page = await pageOf(connection);

    expect(page.products).toHaveLength(3);
    expect(page.throttledMs).toBeGreaterThanOrEqual(1000);
  });

  it('waits in the middle of a product rather than to read it from the start for ever', async () => {
    const bucket = { maximum: 2000, restoreRate: 200 };
    const { shop, connection } = shops.open({ products: 1, variantsEach: 2048, bucket });
    shop.bucket.take(1_600);

    const page = await pageOf(connection);

    expect(page.products[0]?.variants).toHaveLength(2048);
    expect(page.throttledMs).toBeGreaterThan(0);
  });

  it('that waits stops when it is aborted', async () => {
    const { shop, connection } = shops.open({ products: 3, bucket: { maximum: 2000, restoreRate: 2000 } });
    const controller = new AbortController();
    const change = () => setTimeout(() => controller.abort(new Error('cancelled')), 50);
    shop.faults.add({ match: 'ProductsPage', change, answer: { throttled: true } });

    const outcome = fetchPage(connection, { cursor: null, currency: 'EUR', signal: controller.signal });

    await expect(outcome).rejects.toThrow('cancelled');
  });

  it('leaves a tenth of the bucket, whatever it reads', async () => {
    const { shop, connection } = shops.open({
      products: 40,
      variantsEach: 300,
      bucket: SLOW,
    });
    let cursor: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let pages = 0; ; pages++) {
      const page = await fetchPage(connection, { cursor, currency: 'EUR', signal });
      least = Math.min(least, shop.bucket.status().currentlyAvailable);
      if (page.kind !== 'page') {
        expect(page.kind).toBe('throttled');
        expect(pages).toBeGreaterThan(0);
        break;
      }
      cursor = page.nextCursor;
    }
    expect(least).toBeGreaterThanOrEqual(200);
    expect(shop.counters.throttled).toBe(0);
  });

  it('gives what it has completed when the bucket runs out in the middle of a page', async () => {
    const { shop, connection } = shops.open({ products: 40, variantsEach: 100, bucket: SLOW });
    shop.bucket.take(1_400);

    const page = await pageOf(connection);
    const ids = [...shop.products.keys()];

    expect(page.products.length).toBeGreaterThan(0);
    expect(page.products.length).toBeLessThan(40);
    expect(page.products.map(({ external_id }) => external_id)).toEqual(ids.slice(0, page.products.length));
    expect(page.products.every(({ variants }) => variants.length === 100)).toBe(true);
    expect(JSON.parse(page.nextCursor ?? '{}').after).not.toBeNull();
  });
});

it('a refresh of single products may take the last tenth', async () => {
  const { shop, connection } = shops.open({ products: 3, bucket: STANDARD });
  await connection.describe(signal);
  shop.bucket.take(shop.bucket.status().currentlyAvailable - 150);
  await connection.describe(signal);

  const [id = ''] = shop.products.keys();
  const first = await connection.fetchByIds({ externalIds: [id], currency: 'EUR', signal });

  expect(first).toMatchObject({ kind: 'products', throttledMs: 0 });
});
