import { unknownMissing } from '../../catalog/missing/list-missing';
import { writeAuditLog } from '../../logs/audit-log';
import { readRun } from '../../runs/list-runs';
import { standingOfRun } from '../../runs/standing/look-at-run';
import { decideApproval } from '../../temporal/decide-approval';
import { type Answer, accepted } from '../http/answer';
import { actorOf, type TenantCaller } from '../http/caller';
import { noSuchRun, problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { acceptBrake, brakeOf } from './accept-brake';
import { openRunOf } from './look-after-run';

const VERDICTS = {
  approve: { action: 'deactivation_approved', message: 'The missing products are confirmed again and deactivated' },
  reject: { action: 'deactivation_rejected', message: 'The missing products stay active' },
} as const;

export interface RunDecision {
  runId: string;
  verdict: keyof typeof VERDICTS;
  /** Approve: only these. */
  externalIds?: string[] | undefined;
}

/** Decides about the missing products of a run that waits for approval, or lets a run go on that a brake ended. */
export async function decideRun(
  services: ApiServices,
  caller: TenantCaller,
  { runId, verdict, externalIds }: RunDecision,
): Promise<Answer> {
  const { database, temporal } = services;
  const tenantId = caller.tenant.id;
  const { run, unknown } = await database.withTenant(tenantId, async (sql) => ({
    run: await readRun(sql, runId),
    unknown: await unknownMissing(sql, runId, externalIds ?? []),
  }));
  if (!run) return noSuchRun(runId);
  const brake = verdict === 'approve' ? brakeOf(run) : null;
  if (brake !== null) return acceptBrake(services, caller, run, brake);
  if (run.status !== 'awaiting_approval') {
    return problem(
      'conflict',
      `The run does not wait for approval: it is ${run.status}${run.error ? ` (${run.error.type})` : ''}.`,
    );
  }
  if (unknown.length > 0) {
    return problem('invalid_request', `Name only products that GET /v1/sync-runs/${runId}/missing lists.`, {
      errors: unknown.map((id) => ({ path: 'external_ids', message: `${id} is not missing in this run` })),
    });
  }

  // An approval that stands still takes no decision: whoever asks would wait for a time-out without a reason.
  const standing = await standingOfRun(temporal, openRunOf(tenantId, run));
  if (standing.kind !== 'over' && standing.kind !== 'goes_on') {
    return problem('temporal_unavailable', `Nothing was decided: nobody can carry it out. ${standing.message}`, {
      headers: { 'Retry-After': '60' },
    });
  }

  const actor = actorOf(caller);
  const outcome = await decideApproval(temporal, runId, verdict, {
    actor,
    ...(externalIds ? { externalIds } : {}),
  });
  if (outcome.kind === 'refused') return problem('conflict', outcome.detail);

  const { action, message } = VERDICTS[verdict];
  await database.withTenant(tenantId, (sql) =>
    writeAuditLog(sql, {
      tenantId,
      action,
      actor,
      metadata: { run_id: runId, store_id: run.store_id, ...(externalIds ? { external_ids: externalIds } : {}) },
    }),
  );
  return accepted({ status: 'accepted', message, workflow_id: outcome.workflowId, run_id: runId });
}
