import { z } from 'zod';
import { askOfConnectedStore } from '../../actions/connected-store';
import { startForCaller } from '../../actions/start-for-caller';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postStoreVerify = route({
  method: 'post',
  path: '/v1/stores/:id/verify',
  operationId: 'verifyStore',
  who: 'integrations:manage',
  summary: 'Compare the catalogue with a store',
  description: 'A dry full run: its differences say where the catalogue is not equal to the store. Nothing is written.',
  params: z.strictObject({ id: Id }),
  audits: ['store_verified'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params, services }) {
    const audit = { action: 'store_verified', actor: actorOf(caller) } as const;
    const found = await services.database.withTenant(caller.tenant.id, (sql) =>
      askOfConnectedStore(sql, params.id, audit),
    );
    if (found.kind === 'problem') return found;
    const run = { mode: 'full', dryRun: true } as const;
    const started = await startForCaller(services, found.store, run, found.asked);
    if (started.kind === 'problem') return started;
    const { workflowId, runId, alreadyRunning } = started;
    return accepted({
      status: 'accepted',
      message: alreadyRunning
        ? 'A dry run of the store is under way already'
        : 'The store is compared with the catalogue',
      workflow_id: workflowId,
      run_id: runId,
    });
  },
});
