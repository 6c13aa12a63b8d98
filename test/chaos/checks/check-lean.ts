import { ApiProblem } from '../../../local/demo/api-client';
import { seededRandom } from '../../../simulators/catalogue/random';
import { LEAN_MODES, type LeanMode } from '../../../src/model/freshness/lean-product';
import type { Findings } from '../findings';
import { LEAN_EDITS } from '../plan/make-plan';
import { syncOnce } from '../settle';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';
import { isDoubted } from './check-changes';
import { compareGroup } from './compare-group';

const EDITS_A_SHOP = 40;

interface LeanRun {
  id: string;
  mode: LeanMode;
  started_at: Date;
}

/**
 * Of each store the last run of each lean mode that completed amid the chaos: its group is what the shop has, of all
 * products that were not edited since, whatever ran beside and after it. Answers how many runs there were to judge.
 */
export async function checkLeanRuns(world: ChaosWorld, findings: Findings): Promise<number> {
  let judged = 0;
  for (const store of world.stores) {
    const runs = await adminQuery<LeanRun>(
      world.programs,
      `select distinct on (mode) id, mode, started_at from sync_runs
        where store_id = $1::uuid and mode = any($2) and status = 'completed' and not dry_run
        order by mode, started_at desc`,
      [store.id, LEAN_MODES],
    );
    judged += runs.length;
    for (const { id, mode, started_at } of runs) {
      for (const { externalId, what } of await compareGroup(world, store, mode)) {
        const editedAt = store.shop.editedAt.get(externalId) ?? 0;
        if (editedAt >= started_at.getTime() || (await isDoubted(store, externalId))) continue;
        findings.report(`${store.name}: not edited since ${mode} run ${id}, which completed, ${what}`);
      }
    }
  }
  return judged;
}

/**
 * Changes stock and prices of every shop, with a date and without, and reads them alone: what completed has left nothing of
 * its group behind. Answers how many runs could be judged.
 */
export async function checkLeanSyncs(world: ChaosWorld, findings: Findings, seed: number): Promise<number> {
  const random = seededRandom(seed);
  for (const shop of world.shops) {
    for (let edits = 0; edits < EDITS_A_SHOP; edits++) {
      shop.edit({ what: random.pick(LEAN_EDITS), where: random.next(), value: random.int(1, 900) });
    }
  }
  const judged = await Promise.all(
    world.stores.map(async (store) => {
      let completed = 0;
      for (const mode of LEAN_MODES) {
        const run = await syncOnce(store, mode).catch(refused);
        if (run?.status !== 'completed') continue;
        completed++;
        for (const { externalId, what } of await compareGroup(world, store, mode)) {
          if (await isDoubted(store, externalId)) continue;
          findings.report(`${store.name}: after ${run.mode} run ${run.id}, which completed, ${what}`);
        }
      }
      return completed;
    }),
  );
  return judged.reduce((sum, completed) => sum + completed, 0);
}

/** An old WooCommerce lists no variations of the whole shop: it cannot be read so. */
function refused(error: unknown): null {
  if (error instanceof ApiProblem && error.code === 'store_not_supported') return null;
  throw error;
}
