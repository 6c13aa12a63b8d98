import type { RunStatus } from '../model/run';
import type { RunError, RunErrorType } from '../model/run-errors';
import type { NotedStandstill } from '../model/standstill';

/** Why nothing happens to a run just now. */
export interface Waiting {
  reason: (typeof WAITING_REASONS)[number];
  since: Date;
  /** null: until somebody does something. */
  until: Date | null;
  message: string;
}

export const WAITING_REASONS = ['store_asked', 'retry', 'paused_in_temporal', 'no_worker'] as const;

interface WaitingRow {
  status: RunStatus;
  error_type: RunErrorType | null;
  error_message: string | null;
  next_attempt_at: Date | null;
  waiting_reason: string | null;
  waiting_since: Date | null;
  waiting_until: Date | null;
  standstill: NotedStandstill | null;
  /** The run's last sign of life. */
  touched_at: Date;
}

/** What of a run depends on whether it stands still. Once it shows a sign of life, what was noted before is stale. */
export function stateNow(row: WaitingRow): { status: RunStatus; error: RunError | null; waiting: Waiting | null } {
  const { standstill, error_type, error_message } = row;
  const holds = standstill !== null && new Date(standstill.seenAt) >= row.touched_at;
  const status = row.status === 'paused' && standstill?.tookStatus && !holds ? 'running' : row.status;
  const isStale = error_type === null || (error_type === 'stuck' && !holds);
  const error = isStale ? null : { type: error_type, message: error_message ?? '' };
  return { status, error, waiting: (holds ? standingStill(standstill) : null) ?? waitingOf(row) };
}

function standingStill({ kind, since, message }: NotedStandstill): Waiting | null {
  if (kind === 'stuck') return null;
  const reason = kind === 'paused' ? 'paused_in_temporal' : kind;
  return { reason, since: new Date(since), until: null, message };
}

function waitingOf(row: WaitingRow): Waiting | null {
  const { waiting_reason, waiting_since: since, waiting_until: until, next_attempt_at, touched_at } = row;
  if (since !== null && until !== null) return { reason: 'store_asked', since, until, message: waiting_reason ?? '' };
  if (next_attempt_at === null) return null;
  return { reason: 'retry', since: touched_at, until: next_attempt_at, message: row.error_message ?? '' };
}
