import type { Store } from '../../src/stores/store';
import type { SyncWorld } from '../support/sync-world';
import type { Scene } from './scene';

/** Whether what the run read of the store's clock at first is the store's watermark now. */
export async function isWatermarkOf(world: SyncWorld, { tenantId, id }: Store, runId: string): Promise<boolean> {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ is_its: boolean }>`
      select s.watermark = r.store_time and s.watermark_observation = r.store_time_observation as is_its
        from stores s
        join sync_runs r on r.tenant_id = s.tenant_id and r.store_id = s.id
       where s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid and r.id = ${runId}::uuid`;
    return rows[0]?.is_its === true;
  });
}

/** External ids that lie behind the watermark, should the run have moved it, and that it neither merged nor suspects. */
export async function behindWatermark(
  world: SyncWorld,
  { store, gone, edited }: Scene,
  runId: string,
): Promise<string[]> {
  if (!(await isWatermarkOf(world, store, runId))) return [];
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ external_id: string }>`
      select external_id from unnest(${[...gone, edited]}::text[]) changed(external_id)
      except
      select unnest(external_ids || rejected_ids) from sync_pages
       where tenant_id = ${store.tenantId}::uuid and run_id = ${runId}::uuid
      except
      select external_id from missing_products
       where tenant_id = ${store.tenantId}::uuid and run_id = ${runId}::uuid`;
    return rows.map(({ external_id }) => external_id);
  });
}
