import { noteProgress, noteRetry, type Progress } from '../runs/note-progress';
import type { RunError } from '../runs/run';
import type { RunReference } from '../runs/run-reference';
import type { Dependencies } from './dependencies';

export type NoteRunInput = { run: RunReference } & (
  | { note: 'progress'; progress: Progress }
  | { note: 'retry'; error: RunError; waitMs: number; nextAttempt: number }
);

/** Writes down where a run stands: paused, going on, waiting for its next try. */
export const noteRun = ({ database, logger }: Dependencies) =>
  async function noteRun(input: NoteRunInput): Promise<void> {
    const { run } = input;
    if (input.note === 'retry') {
      const { error, waitMs, nextAttempt } = input;
      const ids = { tenant_id: run.tenantId, store_id: run.storeId, run_id: run.id };
      logger.warn({ ...ids, error, wait_ms: waitMs, next_attempt: nextAttempt }, 'run waits to retry');
    }
    await database.withTenant(run.tenantId, (sql) =>
      input.note === 'retry' ? noteRetry(sql, run.id, input) : noteProgress(sql, run.id, input.progress),
    );
  };
