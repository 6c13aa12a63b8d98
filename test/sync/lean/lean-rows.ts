import type { LeanMode } from '../../../src/model/freshness/lean-product';
import type { Store } from '../../../src/stores/store';
import type { SyncWorld } from '../../support/sync-world';

/** What a mode may write, of products and of variants. */
const OWN_COLUMNS: Record<LeanMode, string[]> = {
  prices: ['price', 'compare_at_price', 'currency', 'prices_hash', 'prices_observation', 'changed_at'],
  inventory: ['stock', 'available', 'stock_hash', 'stock_observation', 'changed_at'],
};

const STOCK_METADATA = ['quantity', 'stock_status', 'backorders', 'inventory_policy'];

/** Each row of the store's products and variants, as text, without what runs of the mode may write. */
export function otherColumns(world: SyncWorld, store: Store, mode: LeanMode): Promise<Map<string, string>> {
  const metadata = mode === 'inventory' ? STOCK_METADATA : [];
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string; row: string }>`
      select each.id, (row - ${OWN_COLUMNS[mode]}::text[]
                           || jsonb_build_object('metadata', (row -> 'metadata') - ${metadata}::text[]))::text as row
        from (select p.id, to_jsonb(p) as row from products p where p.store_id = ${store.id}::uuid
               union all
              select v.id, to_jsonb(v) from product_variants v
                join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
               where p.store_id = ${store.id}::uuid) each`;
    return new Map(rows.map(({ id, row }) => [id, row]));
  });
}

/** Where and by which transaction each row was written: equal before and after means that none was (I5). */
export function writtenRows(world: SyncWorld, store: Store): Promise<Map<string, string>> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string; version: string }>`
      select p.id, p.xmin || ' ' || p.ctid as version from products p where p.store_id = ${store.id}::uuid
       union all
      select v.id, v.xmin || ' ' || v.ctid from product_variants v
        join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
       where p.store_id = ${store.id}::uuid`;
    return new Map(rows.map(({ id, version }) => [id, version]));
  });
}

/** External ids of products of which a run told changes, each once. */
export function toldOf(world: SyncWorld, store: Store, runId: string): Promise<string[]> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ external_id: string }>`
      select distinct p.external_id from product_changes c
        join products p on p.tenant_id = c.tenant_id and p.id = c.product_id
       where c.run_id = ${runId}::uuid order by p.external_id`;
    return rows.map(({ external_id }) => external_id);
  });
}

interface Freshness {
  watermark: Date | null;
  product_count: number;
  currency: string;
  full_wanted_why: string | null;
}

/** Of the store's row: what a lesser run may move, and what it may not. */
export function freshnessOf(world: SyncWorld, store: Store): Promise<Freshness | undefined> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<Freshness>`
      select watermark, product_count, currency, full_wanted_why from stores where id = ${store.id}::uuid`;
    return rows[0];
  });
}
