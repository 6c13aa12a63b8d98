import { randomUUID } from 'node:crypto';
import { type LastStatus, RUN_STATUSES, type RunStatus } from '../../src/model/run';
import type { RunReference } from '../../src/model/run-reference';
import { RUN_TRANSITIONS, type RunTransition } from '../../src/model/run-transitions';
import { awaitApproval, claimWaitingRun } from '../../src/runs/approval';
import { closeRunRow } from '../../src/runs/close-run-row';
import { holdFence } from '../../src/runs/hold-fence';
import { noteProgress } from '../../src/runs/note-progress';
import { openRunRow } from '../../src/runs/open-run-row';
import { queueRun } from '../../src/runs/queue-run';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalog/catalogue-world';
import { noteWrittenStates, type WrittenStates } from '../support/written-states';

let world: CatalogueWorld;
let written: WrittenStates;
beforeAll(async () => {
  world = await catalogueWorld();
  written = await noteWrittenStates(world.url, { table: 'sync_runs', column: 'status', runId: 'id' });
});
afterAll(async () => {
  await written?.close();
  await world?.close();
});

/** In another execution than the one that closed the run, if one did: nothing but the status decides. */
const executionId = randomUUID();
const workflowOf = ({ storeId }: RunReference) => ({ workflowId: `sync-products/woocommerce/${storeId}` });

/** Everything that writes the column. */
const WRITERS: Record<RunTransition, (shop: Shop, run: RunReference, to: RunStatus) => Promise<unknown>> = {
  queue: (shop, run) =>
    shop.sql((sql) => queueRun(sql, { id: run.id, ...workflowOf(run), input: { ...run, trigger: 'api' } })),
  open: (shop, run) =>
    shop.sql((sql) =>
      openRunRow(sql, { ...run, ...workflowOf(run), executionId, trigger: 'api', sweepId: null, attempt: 1 }),
    ),
  reopen: (shop, run) => shop.sql((sql) => holdFence(sql, run, executionId)),
  pause: (shop, run) => shop.sql((sql) => noteProgress(sql, run.id, { phase: 'reading', status: 'paused' })),
  resume: (shop, run) => shop.sql((sql) => noteProgress(sql, run.id, { phase: 'reading', status: 'running' })),
  hold: (shop, run) => shop.sql((sql) => awaitApproval(sql, run, executionId)),
  claim: (shop, run) => shop.sql((sql) => claimWaitingRun(sql, { runId: run.id, externalIds: null })),
  replace: async (shop) => {
    const later = await shop.openRun();
    await shop.sql((sql) => awaitApproval(sql, later, executionId));
  },
  close: (shop, run, to) =>
    shop.sql((sql) => closeRunRow(sql, run, { status: to as LastStatus, error: null, problems: [], executionId })),
};

/** A run whose row stands at the status; claimed, as if an approval had taken it out of its wait before. */
async function runAt(shop: Shop, status: RunStatus | 'none'): Promise<RunReference> {
  if (status === 'none') return { ...shop.run, id: randomUUID() };
  const isOver = ['completed', 'completed_with_errors', 'failed', 'cancelled'].includes(status);
  await shop.sql(
    (sql) => sql`
      update sync_runs
         set status = ${status}::text, claimed_at = now(), finished_at = case when ${isOver}::boolean then now() end,
             closed_by = case when ${isOver}::boolean then gen_random_uuid() end
       where tenant_id = ${shop.tenantId}::uuid and id = ${shop.run.id}::uuid`,
  );
  return shop.run;
}

const names = Object.keys(RUN_TRANSITIONS) as RunTransition[];

describe.each(names)('%s', (name) => {
  const { to: targets, from }: { to: readonly RunStatus[]; from: Partial<Record<string, string>> } =
    RUN_TRANSITIONS[name];

  it.each(['none', ...RUN_STATUSES] as const)('from %s writes what the table says', async (status) => {
    for (const to of targets) {
      const shop = await world.shop();
      const run = await runAt(shop, status);
      const before = await written.ofRun(run.id);

      await WRITERS[name](shop, run, to);

      const expected = from[status] === undefined ? [] : [[status, to]];
      // Nobody reads that one as running: it is closed in the same transaction.
      if (name === 'replace' && expected.length > 0) expected.push([to, 'completed_with_errors']);
      expect((await written.ofRun(run.id)).slice(before.length)).toEqual(expected);
    }
  });
});
