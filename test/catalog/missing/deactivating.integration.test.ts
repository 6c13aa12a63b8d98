import { nextSuspects } from '../../../src/catalog/missing/suspects';
import type { DeactivationEvidence } from '../../../src/model/evidence';
import { type CatalogueWorld, catalogueWorld } from '../catalogue-world';
import { product, products } from '../products';
import { changeTexts, productOf } from '../rows';
import { active, answer, confirmAll, deactivate, deactivations, gone, shopWithMissing, states } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

describe('deactivating', () => {
  it('I1 asks again when the evidence is older than ten minutes', async () => {
    const shop = await shopWithMissing(world, 3, 1);
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
    const shop = await shopWithMissing(world, 2, 1);
    await confirmAll(shop);
    await shop.observe([seen]);

    expect(await deactivate(shop)).toEqual({ deactivated: 0, overtaken: 1, stale: 0 });

    expect(await active(shop)).toEqual(['1', '2']);
    expect(await states(shop)).toEqual({ '2': 'observed_later' });
  });

  it('I12 leaves a product that was seen after the evidence, unreadable as it was', async () => {
    const shop = await shopWithMissing(world, 2, 1);
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
    const shop = await shopWithMissing(world, 2, 1);
    await confirmAll(shop);
    await shop.observe([product({ external_id: '2', title: 'Silk scarf' })]);
    await shop.sql(
      (sql) => sql`
        delete from sync_pages where tenant_id = ${shop.tenantId}::uuid and store_id = ${shop.storeId}::uuid`,
    );

    expect(await deactivate(shop)).toMatchObject({ deactivated: 0, overtaken: 1 });
  });

  it('I12 a late page from before the evidence does not bring a deactivated product back', async () => {
    const shop = await shopWithMissing(world, 2, 1);
    const early = await shop.look();
    await confirmAll(shop);
    await deactivate(shop);

    await shop.observe([product({ external_id: '2' })], { observation: early });

    expect(await active(shop)).toEqual(['1']);
  });

  it('a later look brings it back, with the status that the store sends', async () => {
    const shop = await shopWithMissing(world, 2, 1);
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
    const shop = await shopWithMissing(world, 2, 1);
    await answer(shop, [gone('2', word)]);

    await deactivate(shop);

    expect(await productOf(shop, '2')).toMatchObject({ is_active: false, status });
  });

  it('a draft that was in the bin has the status that the listing shows, and stays off', async () => {
    const shop = await shopWithMissing(world, 2, 1);
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
    const shop = await shopWithMissing(world, 8, 1);
    await confirmAll(shop);

    const pieces = [];
    for (let piece = 0; piece < 4; piece++) pieces.push((await deactivate(shop, 3)).deactivated);

    expect(pieces).toEqual([3, 3, 1, 0]);
    expect(await active(shop)).toEqual(['1']);
    expect((await shop.counts()).products.deactivated).toBe(7);
    expect(await deactivations(shop)).toHaveLength(7);
  });

  it('of two attempts at once switches each product off once', async () => {
    const shop = await shopWithMissing(world, 40, 1);
    await confirmAll(shop);

    await Promise.all([deactivate(shop, 30), deactivate(shop, 30), deactivate(shop, 30)]);

    expect(await deactivations(shop)).toHaveLength(39);
    expect(await active(shop)).toEqual(['1']);
  });
});
