import { z } from 'zod';
import type { Findings } from '../findings';
import { reconnect, syncOnce } from '../settle';
import { ask } from '../world/ask';
import type { ChaosStore, ChaosWorld } from '../world/start-world';
import { compareStore } from './compare-stores';

const Found = z.object({ items: z.array(z.object({ doubts: z.array(z.unknown()) })) });

/**
 * Before the last full syncs put everything right: once a sync of what changed has completed, the catalogue is what the
 * shop has, save what was edited without a date, and what the API itself says is in doubt. So nothing was left behind a
 * watermark, whatever died meanwhile. Answers how many stores could be judged; one whose brake holds cannot.
 */
export async function checkChanges(world: ChaosWorld, findings: Findings): Promise<number> {
  const judged = await Promise.all(
    world.stores.map(async (store) => {
      await reconnect(store);
      const run = await syncOnce(store, 'incremental');
      if (run.status !== 'completed') return false;
      const { differences } = await compareStore(world, store);
      for (const { externalId, what } of differences) {
        if (store.shop.undated.has(externalId) || (await isDoubted(store, externalId))) continue;
        findings.report(`${store.name}: after ${run.mode} run ${run.id}, which completed, ${what}`);
      }
      return true;
    }),
  );
  return judged.filter(Boolean).length;
}

/** Whether the API itself says that what it holds of the product may not be so. */
export async function isDoubted({ api, id }: ChaosStore, externalId: string): Promise<boolean> {
  const path = `/v1/catalog/products?store_id=${id}&external_ids=${encodeURIComponent(externalId)}`;
  const { items } = await ask(() => api.get(path, Found));
  return items.some(({ doubts }) => doubts.length > 0);
}
