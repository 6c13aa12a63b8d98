import type { DueSweep } from '../../../src/model/freshness/due-sweep';
import { PLATFORMS } from '../../../src/model/platform';
import { TASK_QUEUE } from '../../../src/model/workflow-ids';
import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';

/**
 * Whatever died in sweeps: one more, once everything is well, asks every store whether there is news, and leaves none due.
 * Answers how many runs it started, which bring nothing new.
 */
export async function checkDue({ programs, stores, temporal }: ChaosWorld, findings: Findings): Promise<number> {
  // A sweep does one thing for a store, and a lean mode that is late goes before the look.
  await adminQuery(
    programs,
    `update stores
        set next_incremental_at = now(), look_after = null,
            next_inventory_at = case when next_inventory_at is not null then now() + interval '1 hour' end,
            next_prices_at = case when next_prices_at is not null then now() + interval '1 hour' end`,
  );
  const sweep: DueSweep = await temporal.ask(
    (client) =>
      client.workflow.execute('SyncDueStoresWorkflow', { workflowId: 'due-after-chaos', taskQueue: TASK_QUEUE }),
    120_000,
  );
  for (const platform of PLATFORMS) {
    const expected = stores.filter((store) => store.platform === platform).length;
    const totals = sweep.platforms[platform];
    const attended = (totals?.news ?? 0) + (totals?.without_news ?? 0);
    if (attended === expected && totals?.left === 0) continue;
    findings.report(`of ${expected} due stores of ${platform}, a sweep left some: ${JSON.stringify(totals)}`);
  }
  const left = await adminQuery(
    programs,
    'select id, name, due_at, full_wanted_at from stores where next_incremental_at is null or next_incremental_at <= $1',
    [sweep.began_at],
  );
  for (const store of left) findings.report(`a store that was attended to is still due: ${JSON.stringify(store)}`);
  return PLATFORMS.reduce((runs, platform) => runs + (sweep.platforms[platform]?.started.incremental ?? 0), 0);
}
