import { z } from 'zod';
import { noteAsked, noteOutcome, noteOutcomeApart } from '../../../logs/audit-log';
import type { SyncAllStoresInput } from '../../../model/workflow-inputs';
import { carryOut } from '../../../runs/carry-out';
import { startUnlessUnderWay } from '../../../runs/start-unless-under-way';
import { queueSweep, readSweep, type SweepView } from '../../../runs/sweeps';
import { startSweep } from '../../../temporal/start-sweep';
import { LAST_ONE_ENDING } from '../../actions/start-for-caller';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { ModeOfAll, PlatformName } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postSyncAll = route({
  method: 'post',
  path: '/v1/sync-all',
  operationId: 'syncAllStores',
  who: 'operator',
  summary: 'Sync all active stores of all tenants',
  body: z.strictObject({ platform: PlatformName.optional(), mode: ModeOfAll }).prefault({}),
  audits: ['all_stores_sync_triggered'],
  answers: { 202: z.strictObject({ ...RunAccepted.shape, already_running: z.boolean() }) },

  async handle({ caller, body, services }) {
    const { database, temporal } = services;
    const input: SyncAllStoresInput = { platform: body.platform ?? null, mode: body.mode, trigger: 'api' };
    const asked = await database.withSystem((sql) =>
      noteAsked(sql, {
        tenantId: null,
        action: 'all_stores_sync_triggered',
        actor: actorOf(caller),
        metadata: { platform: input.platform, mode: input.mode },
      }),
    );
    const started = await carryOut(database, asked, () =>
      startUnlessUnderWay(
        () => startSweep(temporal, input),
        async (id) => isOver(await database.withSystem((sql) => readSweep(sql, id))),
      ),
    );
    if (started.kind === 'last_one_ending') {
      await noteOutcomeApart(database, asked, 'refused', { reason: started.kind });
      return LAST_ONE_ENDING;
    }
    const { workflowId, runId, alreadyRunning } = started;
    await database.withSystem(async (sql) => {
      await queueSweep(sql, { id: runId, workflowId, input });
      const ids = { task_id: runId, workflow_id: workflowId };
      await noteOutcome(sql, asked, 'done', { ...ids, already_running: alreadyRunning });
    });
    return accepted({
      status: 'accepted',
      message: alreadyRunning ? 'A sync of all stores is under way' : 'A sync of all stores has been scheduled',
      workflow_id: workflowId,
      run_id: runId,
      already_running: alreadyRunning,
    });
  },
});

const isOver = (sweep: SweepView | null): boolean => sweep !== null && sweep.status !== 'running';
