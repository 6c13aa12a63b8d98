import type { WooShop } from '../../simulators/woocommerce/shop';
import type { Store } from '../../src/stores/store';
import { inboxOf } from '../hints/inbox';
import { byId, type ComparedProduct, catalogueToCompare } from '../support/compared';
import type { SyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { expectedOfWoo } from '../support/woo-oracle';

interface HintsLeft {
  pending: number;
  claimed: number;
  /** Of what is settled. */
  withoutRun: number;
}

/** Of simple products, which was synced and has told nothing yet. */
export async function tellingStore(world: SyncWorld): Promise<{ shop: WooShop; store: Store; ids: string[] }> {
  const { shop, store } = await world.wooCommerce({ products: 30, variableShare: 0 });
  await world.sync(store);
  return { shop, store, ids: [...shop.products.keys()] };
}

function hintsLeft(world: SyncWorld, { tenantId, id }: Store): Promise<HintsLeft | undefined> {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<HintsLeft>`
      select count(*) filter (where state = 'pending')::int as pending,
             count(claimed_by)::int as claimed,
             count(*) filter (where state <> 'pending' and run_id is null)::int as "withoutRun"
        from webhook_events where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
    return rows[0];
  });
}

/** What is right at the end, whoever was killed: every hint has its answer, and the catalogue is what the store has. */
export async function expectHintsRight(world: SyncWorld, { shop, store }: { shop: WooShop; store: Store }) {
  const isOver = async () => (await hintsLeft(world, store))?.pending === 0;
  await until('every hint to be settled', isOver, 120_000);
  expect(await hintsLeft(world, store)).toEqual({ pending: 0, claimed: 0, withoutRun: 0 });
  expect(await inboxOf(world).since(store)).toBeNull();
  const held = await catalogueToCompare(world.database, store);
  // What is gone from the store is there still, switched off.
  const isThere = ({ external_id: id, is_active }: ComparedProduct) => is_active || shop.products.has(id);
  expect(byId(held.filter(isThere))).toEqual(byId(expectedOfWoo(shop)));
}
