import { askBrake } from '../../src/catalog/missing/ask-brake';
import { deactivateConfirmed } from '../../src/catalog/missing/deactivate-confirmed';
import { nextSuspects, noteMissingAnswers, noteSuspects } from '../../src/catalog/missing/suspects';
import type { DeactivationEvidence } from '../../src/model/evidence';
import type { MissingAnswer } from '../../src/platforms/store-platform';
import { claimWaitingRun } from '../../src/runs/approval';
import { seenByRun } from '../../src/runs/manifest';
import { outcomeOf } from '../../src/runs/run-outcome';
import { doubtsOf } from '../../src/runs/run-problems';
import { lockStore } from '../../src/stores/lock-store';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products } from './products';
import { changesOf, changeTexts, productOf, productsOf, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const CHECKED_AT = '2026-11-25T09:00:00.000Z';
const gone = (external_id: string, word: Partial<DeactivationEvidence> = {}): MissingAnswer => ({
  external_id,
  answer: 'gone',
  evidence: { kind: 'not_found', source: 'confirmation', checked_at: CHECKED_AT, ...word },
});

/** A catalogue of `count` products, and a run whose listing carried only those `shown`. */
async function shopWithMissing(count: number, shown: number, settings: unknown = {}): Promise<Shop> {
  const shop = await world.shop({ settings });
  await shop.observe(products(count));
  await shop.openRun();
  await shop.observe(products(shown));
  await shop.sql((sql) => noteSuspects(sql, shop.run));
  return shop;
}

const answer = async (shop: Shop, answers: MissingAnswer[], observation?: number) => {
  const asked = observation ?? (await shop.look());
  await shop.sql((sql) => noteMissingAnswers(sql, shop.run, answers, asked));
};

const confirmAll = async (shop: Shop) => {
  const suspects = await shop.sql((sql) => nextSuspects(sql, shop.run, 10_000));
  await answer(
    shop,
    suspects.map((id) => gone(id)),
  );
};

const deactivate = (shop: Shop, limit = 500) =>
  shop.sql(async (sql) => {
    await lockStore(sql, shop.storeId);
    return deactivateConfirmed(sql, shop.run, limit);
  });

const active = async (shop: Shop) =>
  (await productsOf(shop)).filter((each) => each.is_active).map((each) => each.external_id);

const deactivations = async (shop: Shop) =>
  (await changesOf(shop, shop.run.id)).filter(({ kind }) => kind === 'deactivated');

const states = async (shop: Shop) => {
  const { rows } = await shop.sql(
    (sql) => sql<{ external_id: string; state: string }>`
      select external_id, state from missing_products
       where tenant_id = ${shop.tenantId}::uuid and run_id = ${shop.run.id}::uuid order by external_id`,
  );
  return Object.fromEntries(rows.map((row) => [row.external_id, row.state]));
};

describe('finding the missing', () => {
  it('finds active products that no page carried, and nothing twice when it is repeated', async () => {
    const shop = await shopWithMissing(5, 3);

    expect(await shop.sql((sql) => noteSuspects(sql, shop.run))).toBe(2);
    expect(await states(shop)).toEqual({ '4': 'suspect', '5': 'suspect' });
    expect((await shop.counts()).products.missing).toBe(2);
  });

  it('suspects neither inactive products nor those that a page carried as unreadable', async () => {
    const shop = await world.shop();
    await shop.observe([...products(2), product({ external_id: '3', is_active: false, status: 'draft' })]);
    await shop.openRun();
    const message = '"free" is no decimal';
    const unreadable = { title: null, reason: 'price_unreadable', path: 'price', message, payload: '{}' } as const;
    await shop.observe(products(1), { rejected: [{ external_id: '2', ...unreadable }] });

    expect(await shop.sql((sql) => noteSuspects(sql, shop.run))).toBe(0);
  });

  it('looks at the pages of this run and at products of this store only', async () => {
    const [shop, other] = [await shopWithMissing(2, 1), await world.shop()];
    await other.observe(products(2));

    expect(await states(shop)).toEqual({ '2': 'suspect' });
    expect(await other.sql((sql) => noteSuspects(sql, other.run))).toBe(0);
  });

  it('I1 deactivates nothing and writes no product', async () => {
    const shop = await shopWithMissing(5, 0);
    const before = await rowVersions(shop);

    expect(await deactivate(shop)).toEqual({ deactivated: 0, overtaken: 0, stale: 0 });

    expect(await rowVersions(shop)).toEqual(before);
    expect(await active(shop)).toHaveLength(5);
  });

  it('an empty listing stays empty when what was alive is merged after it was asked for', async () => {
    const shop = await shopWithMissing(3, 0);
    expect(await shop.sql((sql) => seenByRun(sql, shop.run))).toEqual({ distinct: 0, active: 3 });
    const observation = await shop.look();
    await shop.observe(products(1), { observation, allDocuments: true });
    await answer(shop, [{ external_id: '1', answer: 'alive' }], observation);

    expect(await shop.sql((sql) => seenByRun(sql, shop.run))).toEqual({ distinct: 0, active: 3 });
  });
});

describe('the store’s answers', () => {
  it('I1 only those that it says are gone are deactivated, with that evidence', async () => {
    const shop = await shopWithMissing(4, 1);
    await answer(shop, [
      gone('2'),
      { external_id: '3', answer: 'alive' },
      { external_id: '4', answer: 'unclear', detail: 'HTTP 500' },
    ]);

    expect(await deactivate(shop)).toEqual({ deactivated: 1, overtaken: 0, stale: 0 });

    expect(await active(shop)).toEqual(['1', '3', '4']);
    const off = await productOf(shop, '2');
    expect(off.deactivation).toEqual({
      run_id: shop.run.id,
      evidence: { kind: 'not_found', source: 'confirmation', checked_at: CHECKED_AT },
    });
    expect(off.deactivated_at).not.toBeNull();
    expect(await changesOf(shop, shop.run.id)).toContainEqual(
      expect.objectContaining({ kind: 'deactivated', evidence: off.deactivation?.evidence }),
    );
    expect(await states(shop)).toEqual({ '2': 'deactivated', '3': 'alive', '4': 'unclear' });
    expect(await changeTexts(shop, shop.run.id)).toEqual([
      '2 deactivated',
      '2 updated status: "publish" → "not_found"',
    ]);
    expect((await shop.counts()).products).toMatchObject({ seen: 1, unchanged: 1, deactivated: 1, missing: 3 });
  });

  it('that come late change nothing that was settled', async () => {
    const shop = await shopWithMissing(2, 1);
    await confirmAll(shop);
    await deactivate(shop);

    await answer(shop, [{ external_id: '2', answer: 'alive' }]);

    expect(await states(shop)).toEqual({ '2': 'deactivated' });
  });

  it('about products that nobody asked for are ignored', async () => {
    const shop = await shopWithMissing(2, 1);

    await answer(shop, [gone('1')]);
    await deactivate(shop);

    expect(await active(shop)).toEqual(['1', '2']);
  });
});

describe('deactivating', () => {
  it('I1 asks again when the evidence is older than ten minutes', async () => {
    const shop = await shopWithMissing(3, 1);
    await confirmAll(shop);
    await shop.sql(
      (sql) => sql`
        update missing_products set checked_at = now() - interval '11 minutes'
         where tenant_id = ${shop.tenantId}::uuid and run_id = ${shop.run.id}::uuid and external_id = '2'`,
    );

    expect(await deactivate(shop)).toEqual({ deactivated: 1, overtaken: 0, stale: 1 });

    expect(await active(shop)).toEqual(['1', '2']);
    expect(await shop.sql((sql) => nextSuspects(sql, shop.run, 10))).toEqual(['2']);
  });

  it.each([
    ['and had changed', product({ external_id: '2', title: 'Silk scarf' })],
    ['and had not changed, which only the manifest knows', product({ external_id: '2' })],
  ])('I12 leaves a product that was seen after the evidence %s', async (_, seen) => {
    const shop = await shopWithMissing(2, 1);
    await confirmAll(shop);
    await shop.observe([seen]);

    expect(await deactivate(shop)).toEqual({ deactivated: 0, overtaken: 1, stale: 0 });

    expect(await active(shop)).toEqual(['1', '2']);
    expect(await states(shop)).toEqual({ '2': 'observed_later' });
  });

  it('I12 leaves a product that was seen after the evidence, unreadable as it was', async () => {
    const shop = await shopWithMissing(2, 1);
    await confirmAll(shop);
    const unreadable = {
      title: null,
      reason: 'price_unreadable',
      path: 'price',
      message: 'no price',
      payload: '{}',
    } as const;
    await shop.observe([], { rejected: [{ external_id: '2', ...unreadable }] });

    expect(await deactivate(shop)).toMatchObject({ deactivated: 0, overtaken: 1 });
  });

  it('I12 leaves a product whose row was written after the evidence, whatever became of the manifest', async () => {
    const shop = await shopWithMissing(2, 1);
    await confirmAll(shop);
    await shop.observe([product({ external_id: '2', title: 'Silk scarf' })]);
    await shop.sql(
      (sql) => sql`
        delete from sync_pages where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
    );

    expect(await deactivate(shop)).toMatchObject({ deactivated: 0, overtaken: 1 });
  });

  it('I12 a late page from before the evidence does not bring a deactivated product back', async () => {
    const shop = await shopWithMissing(2, 1);
    const early = await shop.look();
    await confirmAll(shop);
    await deactivate(shop);

    await shop.observe([product({ external_id: '2' })], { observation: early });

    expect(await active(shop)).toEqual(['1']);
  });

  it('a later look brings it back, with the status that the store sends', async () => {
    const shop = await shopWithMissing(2, 1);
    await confirmAll(shop);
    await deactivate(shop);
    const run = await shop.openRun();

    await shop.observe(products(2));

    expect((await shop.counts()).products).toMatchObject({ reactivated: 1, unchanged: 1 });
    expect(await productOf(shop, '2')).toMatchObject({ is_active: true, status: 'publish', deactivation: null });
    expect(await changeTexts(shop, run.id)).toEqual(['2 reactivated', '2 updated status: "not_found" → "publish"']);
  });

  it.each<[string, Partial<DeactivationEvidence>]>([
    ['trash', { kind: 'trashed' }],
    ['private', { kind: 'unpublished', status: 'private' }],
    ['ARCHIVED', { kind: 'unpublished', status: 'ARCHIVED' }],
    ['not_found', { kind: 'not_found' }],
  ])('I1 gives it the status %s, as the store told of it: %j', async (status, word) => {
    const shop = await shopWithMissing(2, 1);
    await answer(shop, [gone('2', word)]);

    await deactivate(shop);

    expect(await productOf(shop, '2')).toMatchObject({ is_active: false, status });
  });

  it('a draft that was in the bin has the status that the listing shows, and stays off', async () => {
    const shop = await shopWithMissing(2, 1);
    await answer(shop, [gone('2', { kind: 'trashed' })]);
    await deactivate(shop);
    await shop.openRun();

    await shop.observe([...products(1), product({ external_id: '2', is_active: false, status: 'draft' })]);

    expect(await productOf(shop, '2')).toMatchObject({
      is_active: false,
      status: 'draft',
      deactivation: { evidence: { kind: 'trashed' } },
    });
  });

  it('works in pieces, and repeated changes nothing', async () => {
    const shop = await shopWithMissing(8, 1);
    await confirmAll(shop);

    const pieces = [];
    for (let piece = 0; piece < 4; piece++) pieces.push((await deactivate(shop, 3)).deactivated);

    expect(pieces).toEqual([3, 3, 1, 0]);
    expect(await active(shop)).toEqual(['1']);
    expect((await shop.counts()).products.deactivated).toBe(7);
    expect(await deactivations(shop)).toHaveLength(7);
  });

  it('of two attempts at once switches each product off once', async () => {
    const shop = await shopWithMissing(40, 1);
    await confirmAll(shop);

    await Promise.all([deactivate(shop, 30), deactivate(shop, 30), deactivate(shop, 30)]);

    expect(await deactivations(shop)).toHaveLength(39);
    expect(await active(shop)).toEqual(['1']);
  });
});

describe('the brake', () => {
  const limits = (count: number, percent: number) => ({ deactivation_brake: { count, percent } });
  const brake = (shop: Shop, emptyListing = false) => shop.sql((sql) => askBrake(sql, shop.run, emptyListing));

  it.each([
    ['neither limit is exceeded', 10, limits(4, 40), 4, false],
    ['only the count is exceeded', 10, limits(3, 40), 4, false],
    ['only the percentage is exceeded', 10, limits(4, 30), 4, false],
    ['both are exceeded', 10, limits(3, 39), 4, true],
    ['nothing is set and 20 are gone', 40, {}, 20, false],
    ['nothing is set and 21 of 100 are gone', 100, {}, 21, true],
    ['nothing is set and 21 of 105 are gone', 105, {}, 21, false],
  ])('when %s', async (_, count, settings, missing, holds) => {
    const shop = await shopWithMissing(count, count - missing, settings);
    await confirmAll(shop);

    expect(await brake(shop)).toEqual({ holds, confirmed: missing, active: count });
  });

  it('counts only what is confirmed', async () => {
    const shop = await shopWithMissing(10, 2, limits(1, 1));
    await answer(shop, [gone('3'), { external_id: '4', answer: 'alive' }]);

    expect(await brake(shop)).toEqual({ holds: false, confirmed: 1, active: 10 });
  });

  it('I1 holds a single one after an empty listing', async () => {
    const shop = await shopWithMissing(30, 0);
    const [first] = await shop.sql((sql) => nextSuspects(sql, shop.run, 1));
    await answer(shop, [gone(first ?? '')]);

    expect(await brake(shop, true)).toMatchObject({ holds: true, confirmed: 1 });
  });

  it('holds nothing after an empty listing when all are alive', async () => {
    const shop = await shopWithMissing(3, 0);

    expect(await brake(shop, true)).toMatchObject({ holds: false, confirmed: 0 });
  });
});

describe('what the run’s end makes of it', () => {
  const end = (shop: Shop, listing = { whole: true, empty: false }) =>
    shop.sql(async (sql) => outcomeOf(await doubtsOf(sql, shop.run.id), listing));

  it.each<[string, MissingAnswer[], string]>([
    [
      'everything that was missing was alive or is off',
      [gone('3'), { external_id: '2', answer: 'alive' }],
      'completed',
    ],
    [
      'one could not be confirmed',
      [gone('3'), { external_id: '2', answer: 'unclear', detail: '' }],
      'completed_with_errors',
    ],
    ['one was not asked for', [gone('3')], 'completed_with_errors'],
  ])('I2 when %s', async (_, answers, status) => {
    const shop = await shopWithMissing(3, 1);
    await answer(shop, answers);
    await deactivate(shop);

    expect(await end(shop)).toBe(status);
  });

  it('I2 a listing that was not whole is never completed', async () => {
    const shop = await world.shop();
    await shop.observe(products(1));

    expect(await end(shop, { whole: false, empty: false })).toBe('completed_with_errors');
  });

  it('I2 an empty listing is completed only when every product was gone', async () => {
    const [all, some] = [await shopWithMissing(2, 0), await shopWithMissing(2, 0)];
    await confirmAll(all);
    await deactivate(all);
    await answer(some, [gone('1'), { external_id: '2', answer: 'alive' }]);
    await deactivate(some);

    expect(await end(all, { whole: true, empty: true })).toBe('completed');
    expect(await end(some, { whole: true, empty: true })).toBe('completed_with_errors');
  });

  it('I2 what an operator kept is an error, and the approved are asked for again', async () => {
    const shop = await shopWithMissing(3, 1);
    await confirmAll(shop);
    await shop.sql(
      (sql) => sql`
        update sync_runs set status = 'awaiting_approval'
         where tenant_id = ${shop.tenantId}::uuid and id = ${shop.run.id}::uuid`,
    );
    const claim = { runId: shop.run.id, externalIds: ['2'] };
    expect(await shop.sql((sql) => claimWaitingRun(sql, claim))).toBe(true);
    expect(await states(shop)).toEqual({ '2': 'suspect', '3': 'kept' });

    await confirmAll(shop);
    await deactivate(shop);

    expect(await active(shop)).toEqual(['1', '3']);
    expect(await end(shop)).toBe('completed_with_errors');
  });
});
