import { randomUUID } from 'node:crypto';
import type { LastStatus } from '../../src/model/run';
import { awaitApproval } from '../../src/runs/approval';
import { closeRunRow } from '../../src/runs/close-run-row';
import { holdFence } from '../../src/runs/hold-fence';
import { readRun } from '../../src/runs/list-runs';
import { openRunRow } from '../../src/runs/open-run-row';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products } from './products';
import { changesOf, manifestPages, productCount, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const fence = (shop: Shop, executionId: string, run = shop.run) => shop.sql((sql) => holdFence(sql, run, executionId));
const runOf = (shop: Shop, run = shop.run) => shop.sql((sql) => readRun(sql, run.id));

interface WebhookLogRow {
  provider: string;
  event: string;
  status: string;
  payload: Record<string, unknown>;
  processing_ms: number;
}

const logsOf = (shop: Shop, run = shop.run) =>
  shop.sql(async (sql) => {
    const { rows } = await sql<WebhookLogRow>`
      select provider, event, status, payload, processing_ms from webhook_logs
       where tenant_id = ${shop.tenantId}::uuid and run_id = ${run.id}::uuid`;
    return rows;
  });

describe('the fence', () => {
  it('a replaced run writes nothing', async () => {
    const shop = await world.shop();
    const replaced = shop.run;
    const page = await shop.stage(products(3));
    await shop.openRun();

    expect(await shop.merge(page, { run: replaced })).toEqual({ kind: 'run_replaced' });

    expect([await productCount(shop), await manifestPages(shop), await changesOf(shop)]).toEqual([0, 0, []]);
  });

  it('a refresh writes beside the run that holds the fence, and does not take it', async () => {
    const shop = await world.shop();
    const full = shop.run;
    const refresh = await shop.openRun({ mode: 'refresh' });

    expect(await shop.observe(products(1), { run: refresh })).toMatchObject({ kind: 'merged' });
    expect(await shop.observe(products(2), { run: full })).toMatchObject({ kind: 'merged' });
  });

  it('a run that is reset in Temporal goes on: its closed row is opened again', async () => {
    const shop = await world.shop();
    await shop.observe(products(1));
    await shop.close('failed');
    const page = await shop.stage(products(3));

    expect(await shop.merge(page, { executionId: randomUUID() })).toMatchObject({ kind: 'merged' });

    expect(await runOf(shop)).toMatchObject({ status: 'running', finished_at: null, error: null });
  });

  it('a reset counts what it meets again once', async () => {
    const shop = await world.shop();
    await shop.observe(products(2));
    await shop.close('failed');
    const executionId = randomUUID();
    await shop.merge(await shop.stage(products(3)), { executionId });

    const { products: counts } = await shop.close('completed', { executionId });

    expect(counts).toMatchObject({ seen: 3, created: 3, unchanged: 0 });
  });

  it('an approval closes only a run that waited for it', async () => {
    const shop = await world.shop();
    const closing = { error: null, problems: [], executionId: randomUUID(), byApproval: true };
    await shop.sql((sql) => closeRunRow(sql, shop.run, { ...closing, status: 'completed' }));
    expect(await runOf(shop)).toMatchObject({ status: 'running' });

    await shop.close('cancelled');
    await shop.sql((sql) => closeRunRow(sql, shop.run, { ...closing, status: 'completed' }));
    expect(await runOf(shop)).toMatchObject({ status: 'cancelled' });

    await shop.openRun();
    await shop.sql((sql) => awaitApproval(sql, shop.run, randomUUID()));
    await shop.sql((sql) => closeRunRow(sql, shop.run, { ...closing, status: 'completed' }));
    expect(await runOf(shop)).toMatchObject({ status: 'completed' });
  });

  it('an attempt that wakes up after its run was closed writes nothing and opens nothing', async () => {
    const shop = await world.shop();
    const late = await shop.stage(products(3));
    await shop.close('cancelled');

    expect(await shop.merge(late)).toEqual({ kind: 'run_replaced' });

    expect(await productCount(shop)).toBe(0);
    expect(await runOf(shop)).toMatchObject({ status: 'cancelled' });
  });

  it('an attempt from before a continue-as-new that comes late with a merged page opens nothing', async () => {
    const shop = await world.shop();
    const page = await shop.stage(products(3));
    await shop.merge(page, { executionId: randomUUID() });
    await shop.close('completed', { executionId: randomUUID() });
    const before = await rowVersions(shop);

    expect(await shop.merge(page, { executionId: randomUUID() })).toEqual({ kind: 'merged_before' });

    expect(await runOf(shop)).toMatchObject({ status: 'completed' });
    expect(await rowVersions(shop)).toEqual(before);
  });

  it.each<[string, (shop: Shop) => Promise<unknown>, string]>([
    ['an open run', async () => undefined, 'held'],
    ['a run that this execution closed', (shop) => shop.close('completed'), 'closed'],
    ['a run that another execution closed', (shop) => shop.close('completed', { executionId: randomUUID() }), 'held'],
  ])('of %s', async (_, before, answer) => {
    const shop = await world.shop();
    await before(shop);

    expect(await fence(shop, shop.run.id)).toBe(answer);
  });

  it('a run that nobody opened is replaced', async () => {
    const shop = await world.shop();

    expect(await fence(shop, 'any', { ...shop.run, id: randomUUID() })).toBe('replaced');
  });
});

describe('opening a run', () => {
  const openNext = async (shop: Shop) => {
    const id = randomUUID();
    const workflowId = `sync-products/woocommerce/${shop.storeId}`;
    const more = { id, workflowId, executionId: id, trigger: 'api', sweepId: null, attempt: 1 } as const;
    const opened = await shop.sql((sql) => openRunRow(sql, { ...shop.run, ...more }));
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    return opened;
  };

  it('names an older one whose row still stands open, and closes none: it may be carried out by its approval', async () => {
    const shop = await world.shop();
    const older = shop.run;

    const { leftOpen } = await openNext(shop);

    expect(leftOpen).toEqual([{ id: older.id, status: 'running' }]);
    expect(await runOf(shop, older)).toMatchObject({ status: 'running', finished_at: null });
  });

  it('leaves a run alone that waits for approval', async () => {
    const shop = await world.shop();
    const waiting = shop.run;
    await shop.sql(
      (sql) => sql`
        update sync_runs set status = 'awaiting_approval'
         where tenant_id = ${shop.tenantId}::uuid and id = ${waiting.id}::uuid`,
    );

    const { leftOpen } = await openNext(shop);

    expect(leftOpen).toEqual([]);
    expect(await runOf(shop, waiting)).toMatchObject({ status: 'awaiting_approval', finished_at: null });
  });
});

describe('closing a run', () => {
  it.each<[LastStatus, string]>([
    ['completed', 'success'],
    ['completed_with_errors', 'success'],
    ['cancelled', 'success'],
    ['failed', 'error'],
  ])('as %s writes one log row that says %s', async (status, logged) => {
    const shop = await world.shop();
    await shop.observe(products(2));

    await shop.close(status);

    const logs = await logsOf(shop);
    expect(logs).toMatchObject([
      {
        provider: 'woocommerce',
        event: 'product_sync',
        status: logged,
        payload: { run_id: shop.run.id, status, products: { seen: 2, created: 2 } },
      },
    ]);
    expect(logs[0]?.processing_ms).toBeGreaterThanOrEqual(0);
    expect(await runOf(shop)).toMatchObject({ status, phase: 'closing', products: { created: 2 } });
  });

  it('twice in one execution changes nothing', async () => {
    const shop = await world.shop();
    await shop.observe(products(2));
    await shop.close('completed');
    const before = await runOf(shop);

    await shop.close('failed');

    expect(await runOf(shop)).toEqual(before);
    expect(await logsOf(shop)).toHaveLength(1);
  });

  it('keeps its counts when the staging table and later runs move on', async () => {
    const shop = await world.shop();
    const first = shop.run;
    await shop.observe(products(2));
    await shop.stage(products(1));
    const closed = await shop.close('completed');
    await shop.openRun();
    await shop.sql((sql) => sql`delete from staged_pages`);
    await shop.observe(products(4));

    expect((await runOf(shop, first))?.products).toEqual({ announced: null, ...closed.products });
    expect(closed.products).toMatchObject({ seen: 2, created: 2 });
  });

  it('a run that was paused for months can be closed', async () => {
    const shop = await world.shop();
    await shop.sql(
      (sql) => sql`
        update sync_runs set started_at = now() - interval '60 days'
         where tenant_id = ${shop.tenantId}::uuid and id = ${shop.run.id}::uuid`,
    );

    await shop.close('completed');

    expect(await runOf(shop)).toMatchObject({ status: 'completed' });
  });

  it('keeps the error for people', async () => {
    const shop = await world.shop();
    const error = { type: 'store_unreachable', message: 'the shop does not answer' } as const;

    await shop.sql((sql) =>
      closeRunRow(sql, shop.run, { status: 'failed', error, problems: [], executionId: shop.run.id }),
    );

    expect((await runOf(shop))?.error).toEqual(error);
  });
});

describe('the counts of a run', () => {
  it('are sums over its pages, each product in exactly one category', async () => {
    const shop = await world.shop();
    await shop.observe([...products(3), product({ external_id: '4', is_active: false, status: 'draft' })]);
    await shop.openRun();
    const unreadable = {
      title: null,
      reason: 'price_unreadable',
      path: 'price',
      message: 'no price',
      payload: '{}',
    } as const;
    await shop.observe(
      [product({ external_id: '1' }), product({ external_id: '2', is_active: false, status: 'private' })],
      { rejected: [{ external_id: '9', ...unreadable }] },
    );
    await shop.observe([
      product({ external_id: '3', stock: 1 }),
      product({ external_id: '4' }),
      product({ external_id: '5' }),
    ]);

    const { products: counts, pages, requests } = await shop.close('completed_with_errors');

    const { seen, missing, unknown, ...categories } = counts;
    expect(categories).toEqual({ created: 1, updated: 1, unchanged: 1, reactivated: 1, deactivated: 1, rejected: 1 });
    expect({ seen, missing, unknown }).toEqual({ seen: 6, missing: 0, unknown: 0 });
    expect({ pages, requests }).toEqual({ pages: { fetched: 2, merged: 2 }, requests: 2 });
  });

  it('tell of pages that are fetched and not merged yet', async () => {
    const shop = await world.shop();
    await shop.observe(products(2));
    await shop.stage(products(2, 3));

    expect((await shop.counts()).pages).toEqual({ fetched: 2, merged: 1 });
  });

  it('leave out what other runs of the store did', async () => {
    const shop = await world.shop();
    const first = shop.run;
    await shop.observe(products(2));
    await shop.openRun();
    await shop.observe(products(5));

    expect((await shop.counts(first)).products).toMatchObject({ seen: 2, created: 2 });
    expect((await shop.counts()).products).toMatchObject({ seen: 5, created: 3, unchanged: 2 });
  });
});
