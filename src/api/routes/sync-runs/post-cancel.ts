import { z } from 'zod';
import { noteAsked, noteOutcomeApart } from '../../../logs/audit-log';
import { carryOut } from '../../../runs/carry-out';
import { type RunView, readRun } from '../../../runs/list-runs';
import { cancelRun } from '../../../temporal/control-run';
import { effectOfCancel } from '../../actions/effect-of-cancel';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchRun, problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postCancel = route({
  method: 'post',
  path: '/v1/sync-runs/:run_id/cancel',
  operationId: 'cancelRun',
  who: 'integrations:manage',
  summary: 'Cancel a run',
  description:
    'Takes effect within 30 seconds, and what it merged stays. One that is paused in Temporal is unpaused for it. Where no worker can carry it out, `message` says so.',
  params: z.strictObject({ run_id: Id }),
  audits: ['sync_cancelled'],
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params: { run_id: runId }, services }) {
    const { database, temporal } = services;
    const tenantId = caller.tenant.id;
    const found = await database.withTenant(tenantId, async (sql) => {
      const run = await readRun(sql, runId);
      if (!run) return noSuchRun(runId);
      if (run.status === 'awaiting_approval') {
        return problem('conflict', `The run waits for approval: POST /v1/sync-runs/${runId}/reject ends it.`);
      }
      if (run.finished_at !== null) return runOver(run);
      const metadata = { run_id: runId, workflow_id: run.workflow_id, store_id: run.store_id };
      const entry = { tenantId, action: 'sync_cancelled', actor: actorOf(caller), metadata } as const;
      return { kind: 'found' as const, run, asked: await noteAsked(sql, entry) };
    });
    if (found.kind === 'problem') return found;

    const { run, asked } = found;
    const { workflow_id: workflowId } = run;
    const isCancelled = await carryOut(database, asked, () => cancelRun(temporal, { workflowId, runId }));
    await noteOutcomeApart(database, asked, isCancelled ? 'done' : 'refused');
    if (!isCancelled) return runOver(run);
    const message = await effectOfCancel(services, tenantId, run);
    return accepted({ status: 'accepted', message, workflow_id: workflowId, run_id: runId });
  },
});

const runOver = ({ status }: RunView) =>
  problem('conflict', `The run is over (${status}): there is nothing to cancel.`);
