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
  const standing = await standingOfRun(parts.temporal, run);
  if (standing.kind === 'over') {
    return mayClose && (await closeIfEnded(parts, run)) ? { kind: 'closed' } : { kind: 'unchanged' };
  }
  const found = standing.kind === 'goes_on' ? null : standing;
  const isNews = await parts.database.withTenant(run.tenantId, (sql) => noteStandstill(sql, run.id, found));
  return isNews ? { kind: 'changed', standing } : { kind: 'unchanged' };
}

/** A run that waits for a decision, or was decided about, is carried out by its approval; its own workflow is over. */
export async function standingOfRun(temporal: TemporalClient, run: OpenRun): Promise<Standing> {
  const approval = () => standingOf(temporal, { workflowId: approveDeactivationId(run.id), runId: null });
  if (run.status === 'awaiting_approval') return approval();
  const standing = await standingOf(temporal, { workflowId: run.workflowId, runId: run.id });
  return standing.kind === 'over' ? approval() : standing;
}
