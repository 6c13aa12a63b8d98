import type { Database } from '../../database/database';
import { approveDeactivationId } from '../../model/workflow-ids';
import type { TemporalClient } from '../../temporal/connect-client';
import { type Standing, standingOf } from '../../temporal/standing';
import { closeIfEnded } from '../ended/close-if-ended';
import type { OpenRun } from '../ended/list-open-runs';
import { noteStandstill } from './note-standstill';

interface Parts {
  database: Database;
  temporal: TemporalClient;
}

export type Look = { kind: 'closed' } | { kind: 'unchanged' } | { kind: 'changed'; standing: Standing };

/**
 * Asks Temporal how an open run fares, and writes down what it tells: ended from outside (told only where `mayClose`: a
 * row may lag behind its workflow for seconds), paused there, stuck, without a worker, or that it goes on again.
 */
export async function lookAtRun(parts: Parts, run: OpenRun, { mayClose }: { mayClose: boolean }): Promise<Look> {
  const { temporal } = parts;
  const own = run.status === 'awaiting_approval' ? { kind: 'over' as const } : await standingOfOwn(temporal, run);
  if (own.kind === 'over' && mayClose && (await closeIfEnded(parts, run))) return { kind: 'closed' };
  const standing = own.kind === 'over' ? await standingOfApproval(temporal, run) : own;
  if (standing.kind === 'over') return { kind: 'unchanged' };
  const found = standing.kind === 'goes_on' ? null : standing;
  const isNews = await parts.database.withTenant(run.tenantId, (sql) => noteStandstill(sql, run.id, found));
  return isNews ? { kind: 'changed', standing } : { kind: 'unchanged' };
}

/** A run that waits for a decision, or was decided about, is carried out by its approval; its own workflow is over. */
export async function standingOfRun(temporal: TemporalClient, run: OpenRun): Promise<Standing> {
  if (run.status === 'awaiting_approval') return standingOfApproval(temporal, run);
  const own = await standingOfOwn(temporal, run);
  return own.kind === 'over' ? standingOfApproval(temporal, run) : own;
}

const standingOfOwn = (temporal: TemporalClient, { workflowId, id }: OpenRun) =>
  standingOf(temporal, { workflowId, runId: id });

const standingOfApproval = (temporal: TemporalClient, { id }: OpenRun) =>
  standingOf(temporal, { workflowId: approveDeactivationId(id), runId: null });
