import type { TenantSql } from '../database/sql';
import type { RunPhase } from '../model/run';
import type { RunError } from '../model/run-errors';
import type { RunReference } from '../model/run-reference';
import { noteProgress, noteReader, noteRetry, noteWaited, noteWaiting, type Progress } from '../runs/note-progress';
import { endHold } from '../stores/hold-store';
import type { Dependencies } from './dependencies';
import { logFieldsOf } from './run-context';
import type { KeptReaders } from './store/kept-readers';

export type NoteRunInput = { run: RunReference } & (
  | { note: 'progress'; progress: Progress }
  | { note: 'retry'; error: RunError; waitMs: number; nextAttempt: number }
  | { note: 'pages_instead'; why: string }
  | { note: 'waiting'; reason: string; waitMs: number }
  | { note: 'waited'; phase: RunPhase; byHand: boolean }
);

async function endWait(sql: TenantSql, run: RunReference, { phase, byHand }: { phase: RunPhase; byHand: boolean }) {
  await noteWaited(sql, run.id, phase);
  if (byHand) await endHold(sql, run.storeId);
}

/** Writes down where a run stands: paused, going on, waiting for its next try. Nothing is asked ahead meanwhile. */
export const noteRun = ({ database, logger }: Dependencies, readers: KeptReaders) =>
  async function noteRun(input: NoteRunInput): Promise<void> {
    const { run } = input;
    await readers.drop(run.id);
    if (input.note === 'retry') {
      const { error, waitMs, nextAttempt } = input;
      logger.warn({ ...logFieldsOf(run), error, wait_ms: waitMs, next_attempt: nextAttempt }, 'run waits to retry');
    }
    if (input.note === 'pages_instead')
      logger.warn({ ...logFieldsOf(run), why: input.why }, 'pages are read instead of a bulk file');
    if (input.note === 'waiting')
      logger.warn({ ...logFieldsOf(run), wait_ms: input.waitMs, reason: input.reason }, 'run waits as its store asked');
    await database.withTenant(run.tenantId, (sql) => {
      switch (input.note) {
        case 'retry':
          return noteRetry(sql, run.id, input);
        case 'progress':
          return noteProgress(sql, run.id, input.progress);
        case 'pages_instead':
          return noteReader(sql, run.id, { reader: 'pages', note: input.why });
        case 'waiting':
          return noteWaiting(sql, run.id, input);
        case 'waited':
          return endWait(sql, run, input);
      }
    });
  };
