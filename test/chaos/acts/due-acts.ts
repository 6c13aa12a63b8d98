import { z } from 'zod';
import { SYNC_DUE_STORES_ID } from '../../../src/model/workflow-ids';
import type { Acts } from './acts';
import { storeAt } from './trigger-acts';

const Anything = z.unknown();

/** What lets runs begin by themselves, and what keeps them from it. */
export const dueActs: Pick<Acts, 'make_due' | 'sweep_due' | 'pause_store' | 'resume_store'> = {
  async make_due({ database, ...world }, { store, modes }) {
    const { tenantId, id } = storeAt({ database, ...world }, store);
    // What waits because a look failed is looked at again as well: a chaos is shorter than such a wait.
    const { rowCount } = await database.withTenant(
      tenantId,
      (sql) => sql`
        update stores
           set look_after = null,
               next_full_at = case when 'full' = any(${modes}::text[]) then now() else next_full_at end,
               next_incremental_at = case when 'incremental' = any(${modes}::text[]) then now() else next_incremental_at end,
               next_inventory_at = case when 'inventory' = any(${modes}::text[]) then now() else next_inventory_at end,
               next_prices_at = case when 'prices' = any(${modes}::text[]) then now() else next_prices_at end
         where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
    );
    return rowCount === 1;
  },
  async sweep_due({ temporal }) {
    await temporal.ask((client) => client.schedule.getHandle(SYNC_DUE_STORES_ID).trigger());
    return true;
  },
  async pause_store(world, { store }) {
    const { api, id } = storeAt(world, store);
    await api.patch(`/v1/stores/${id}`, Anything, { status: 'paused' });
    return true;
  },
  async resume_store(world, { store }) {
    const { api, id } = storeAt(world, store);
    await api.patch(`/v1/stores/${id}`, Anything, { status: 'active' });
    return true;
  },
};
