import { noteGone, noteSuspects } from '../../../src/catalog/missing/suspects';
import { seenByRun } from '../../../src/runs/manifest';
import { type CatalogueWorld, catalogueWorld } from '../catalogue-world';
import { product, products } from '../products';
import { changesOf, changeTexts, productOf, rowVersions } from '../rows';
import { active, answer, CHECKED_AT, confirmAll, deactivate, gone, shopWithMissing, states } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

describe('finding the missing', () => {
  it('finds active products that no page carried, and nothing twice when it is repeated', async () => {
    const shop = await shopWithMissing(world, 5, 3);

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
    const [shop, other] = [await shopWithMissing(world, 2, 1), await world.shop()];
    await other.observe(products(2));

    expect(await states(shop)).toEqual({ '2': 'suspect' });
    expect(await other.sql((sql) => noteSuspects(sql, other.run))).toBe(0);
  });

  it('I1 deactivates nothing and writes no product', async () => {
    const shop = await shopWithMissing(world, 5, 0);
    const before = await rowVersions(shop);

    expect(await deactivate(shop)).toEqual({ deactivated: 0, overtaken: 0, stale: 0 });

    expect(await rowVersions(shop)).toEqual(before);
    expect(await active(shop)).toHaveLength(5);
  });

  it('an empty listing stays empty when what was alive is merged after it was asked for', async () => {
    const shop = await shopWithMissing(world, 3, 0);
    expect(await shop.sql((sql) => seenByRun(sql, shop.run))).toEqual({ distinct: 0, active: 3 });
    const observation = await shop.look();
    await shop.observe(products(1), { observation, allDocuments: true });
    await answer(shop, [{ external_id: '1', answer: 'alive' }], observation);

    expect(await shop.sql((sql) => seenByRun(sql, shop.run))).toEqual({ distinct: 0, active: 3 });
  });
});

describe('the store’s answers', () => {
  it('I12 a product that went, came back and went again is asked for anew: what was asked before that is no answer', async () => {
    const shop = await shopWithMissing(world, 2, 2);
    const went = async () => {
      const look = await shop.look();
      await shop.sql((sql) => noteGone(sql, shop.run, ['2'], look));
    };
    await went();
    await answer(shop, [{ external_id: '2', answer: 'alive' }]);
    const before = await shop.look();
    await went();

    expect(await states(shop)).toEqual({ '2': 'suspect' });
    await answer(shop, [{ external_id: '2', answer: 'alive' }], before);
    expect(await states(shop)).toEqual({ '2': 'suspect' });
    await answer(shop, [gone('2', { kind: 'trashed' })]);
    expect(await deactivate(shop)).toMatchObject({ deactivated: 1 });
    expect(await active(shop)).toEqual(['1']);
  });

  it('I1 only those that it says are gone are deactivated, with that evidence', async () => {
    const shop = await shopWithMissing(world, 4, 1);
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
    const shop = await shopWithMissing(world, 2, 1);
    await confirmAll(shop);
    await deactivate(shop);

    await answer(shop, [{ external_id: '2', answer: 'alive' }]);

    expect(await states(shop)).toEqual({ '2': 'deactivated' });
  });

  it('about products that nobody asked for are ignored', async () => {
    const shop = await shopWithMissing(world, 2, 1);

    await answer(shop, [gone('1')]);
    await deactivate(shop);

    expect(await active(shop)).toEqual(['1', '2']);
  });
});
