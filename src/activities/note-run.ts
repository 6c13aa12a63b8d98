import type { RunError } from '../model/run-errors';
import type { RunReference } from '../model/run-reference';
import { noteProgress, noteReader, noteRetry, type Progress } from '../runs/note-progress';
import type { Dependencies } from './dependencies';
import type { KeptReaders } from './store/kept-readers';

export type NoteRunInput = { run: RunReference } & (
  | { note: 'progress'; progress: Progress }
  | { note: 'retry'; error: RunError; waitMs: number; nextAttempt: number }
  | { note: 'pages_instead'; why: string }
);

/** Writes down where a run stands: paused, going on, waiting for its next try. Nothing is asked ahead meanwhile. */
export const noteRun = ({ database, logger }: Dependencies, readers: KeptReaders) =>
  async function noteRun(input: NoteRunInput): Promise<void> {
    const { run } = input;
    await readers.drop(run.id);
    const ids = { tenant_id: run.tenantId, store_id: run.storeId, run_id: run.id };
    if (input.note === 'retry') {
      const { error, waitMs, nextAttempt } = input;
      logger.warn({ ...ids, error, wait_ms: waitMs, next_attempt: nextAttempt }, 'run waits to retry');
    }
    if (input.note === 'pages_instead')
      logger.warn({ ...ids, why: input.why }, 'pages are read instead of a bulk file');
    await database.withTenant(run.tenantId, (sql) => {
      if (input.note === 'retry') return noteRetry(sql, run.id, input);
      if (input.note === 'progress') return noteProgress(sql, run.id, input.progress);
      return noteReader(sql, run.id, { reader: 'pages', note: input.why });
    });
  };
