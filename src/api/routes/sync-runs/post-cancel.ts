import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { readRun } from '../../../runs/list-runs';
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
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params: { run_id: runId }, services }) {
    const { database, temporal } = services;
    const tenantId = caller.tenant.id;
    const run = await database.withTenant(tenantId, (sql) => readRun(sql, runId));
    if (!run) return noSuchRun(runId);
    if (run.status === 'awaiting_approval') {
      return problem('conflict', `The run waits for approval: POST /v1/sync-runs/${runId}/reject ends it.`);
    }
    const over = problem('conflict', `The run is over (${run.status}): there is nothing to cancel.`);
    if (run.finished_at !== null) return over;

    const { workflow_id: workflowId, store_id } = run;
    if (!(await cancelRun(temporal, { workflowId, runId }))) return over;
    await database.withTenant(tenantId, (sql) =>
      writeAuditLog(sql, {
        tenantId,
        action: 'sync_cancelled',
        actor: actorOf(caller),
        metadata: { run_id: runId, store_id },
      }),
    );
    const message = await effectOfCancel(services, tenantId, run);
    return accepted({ status: 'accepted', message, workflow_id: workflowId, run_id: runId });
  },
});
