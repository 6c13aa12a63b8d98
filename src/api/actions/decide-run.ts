import { unknownMissing } from '../../catalog/missing/list-missing';
import type { TenantSql } from '../../database/sql';
import { type AskedEntry, noteAsked, noteOutcomeApart } from '../../logs/audit-log';
import { carryOut } from '../../runs/carry-out';
import { type RunView, readRun } from '../../runs/list-runs';
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
export async function decideRun(services: ApiServices, caller: TenantCaller, decision: RunDecision): Promise<Answer> {
  const { runId, verdict, externalIds } = decision;
  const { run, unknown, asked } = await services.database.withTenant(caller.tenant.id, async (sql) => {
    const run = await readRun(sql, runId);
    const unknown = await unknownMissing(sql, runId, externalIds ?? []);
    const canDecide = run?.status === 'awaiting_approval' && unknown.length === 0;
    return { run, unknown, asked: canDecide ? await askForDecision(sql, caller, run, decision) : null };
  });
  if (!run) return noSuchRun(runId);
  if (asked) return carryOutDecision(services, caller, { run, asked, decision });
  const brake = verdict === 'approve' ? brakeOf(run) : null;
  if (brake !== null) return acceptBrake(services, caller, run, brake);
  if (run.status !== 'awaiting_approval') {
    return problem(
      'conflict',
      `The run does not wait for approval: it is ${run.status}${run.error ? ` (${run.error.type})` : ''}.`,
    );
  }
  return problem('invalid_request', `Name only products that GET /v1/sync-runs/${runId}/missing lists.`, {
    errors: unknown.map((id) => ({ path: 'external_ids', message: `${id} is not missing in this run` })),
  });
}

function askForDecision(
  sql: TenantSql,
  caller: TenantCaller,
  { id, store_id }: RunView,
  { verdict, externalIds }: RunDecision,
): Promise<AskedEntry> {
  const metadata = { run_id: id, store_id, ...(externalIds && { external_ids: externalIds }) };
  const { action } = VERDICTS[verdict];
  return noteAsked(sql, { tenantId: sql.tenantId, action, actor: actorOf(caller), metadata });
}

async function carryOutDecision(
  { database, temporal }: ApiServices,
  caller: TenantCaller,
  { run, asked, decision }: { run: RunView; asked: AskedEntry; decision: RunDecision },
): Promise<Answer> {
  const { verdict, externalIds } = decision;
  // An approval that stands still takes no decision: whoever asks would wait for a time-out without a reason.
  const standing = await carryOut(database, asked, () => standingOfRun(temporal, openRunOf(caller.tenant.id, run)));
  if (standing.kind !== 'over' && standing.kind !== 'goes_on') {
    await noteOutcomeApart(database, asked, 'refused', { reason: standing.kind });
    return problem('temporal_unavailable', `Nothing was decided: nobody can carry it out. ${standing.message}`, {
      headers: { 'Retry-After': '60' },
    });
  }

  const told = { actor: caller.by, ...(externalIds ? { externalIds } : {}) };
  const outcome = await carryOut(database, asked, () => decideApproval(temporal, run.id, verdict, told));
  if (outcome.kind === 'refused') {
    await noteOutcomeApart(database, asked, 'refused', { reason: outcome.detail });
    return problem('conflict', outcome.detail);
  }
  await noteOutcomeApart(database, asked, 'done', { workflow_id: outcome.workflowId });
  const { message } = VERDICTS[verdict];
  return accepted({ status: 'accepted', message, workflow_id: outcome.workflowId, run_id: run.id });
}
