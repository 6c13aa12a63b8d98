import { deactivateConfirmed } from '../../../src/catalog/missing/deactivate-confirmed';
import { nextSuspects, noteMissingAnswers, noteSuspects } from '../../../src/catalog/missing/suspects';
import type { DeactivationEvidence } from '../../../src/model/evidence';
import type { MissingAnswer } from '../../../src/platforms/store-platform';
import { lockStore } from '../../../src/stores/lock-store';
import type { CatalogueWorld, Shop } from '../catalogue-world';
import { products } from '../products';
import { changesOf, productsOf } from '../rows';

export const CHECKED_AT = '2026-11-25T09:00:00.000Z';
export const gone = (external_id: string, word: Partial<DeactivationEvidence> = {}): MissingAnswer => ({
  external_id,
  answer: 'gone',
  evidence: { kind: 'not_found', source: 'confirmation', checked_at: CHECKED_AT, ...word },
});

/** A catalogue of `count` products, and a run whose listing carried only those `shown`. */
export async function shopWithMissing(
  world: CatalogueWorld,
  count: number,
  shown: number,
  settings: unknown = {},
): Promise<Shop> {
  const shop = await world.shop({ settings });
  await shop.observe(products(count));
  await shop.openRun();
  await shop.observe(products(shown));
  await shop.sql((sql) => noteSuspects(sql, shop.run));
  return shop;
}

export const answer = async (shop: Shop, answers: MissingAnswer[], observation?: number) => {
  const asked = observation ?? (await shop.look());
  await shop.sql((sql) => noteMissingAnswers(sql, shop.run, answers, asked));
};

export const confirmAll = async (shop: Shop) => {
  const suspects = await shop.sql((sql) => nextSuspects(sql, shop.run, 10_000));
  await answer(
    shop,
    suspects.map((id) => gone(id)),
  );
};

export const deactivate = (shop: Shop, limit = 500) =>
  shop.sql(async (sql) => {
    await lockStore(sql, shop.storeId);
    return deactivateConfirmed(sql, shop.run, limit);
  });

export const active = async (shop: Shop) =>
  (await productsOf(shop)).filter((each) => each.is_active).map((each) => each.external_id);

export const deactivations = async (shop: Shop) =>
  (await changesOf(shop, shop.run.id)).filter(({ kind }) => kind === 'deactivated');

export const states = async (shop: Shop) => {
  const { rows } = await shop.sql(
    (sql) => sql<{ external_id: string; state: string }>`
      select external_id, state from missing_products
       where tenant_id = ${shop.tenantId}::uuid and run_id = ${shop.run.id}::uuid order by external_id`,
  );
  return Object.fromEntries(rows.map((row) => [row.external_id, row.state]));
};
