import { cancellationSignal } from '@temporalio/activity';
import { nextObservation } from '../../catalog/staging/next-observation';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import type { BulkGivenUp, BulkReader, BulkStarted } from '../../platforms/bulk-reader';
import { isProblem } from '../../platforms/problem';
import { noteReader } from '../../runs/note-progress';
import type { Dependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';
import { type AskedForTime, askStore } from '../store/ask-store';
import { type OpenedStore, openStore } from '../store/open-store';

/** Only runs of stores that have one are told to read in bulk. */
export function bulkReaderOf({ connection }: OpenedStore): BulkReader {
  if (connection.bulk === undefined) throw new Error('this platform cannot be read in bulk');
  return connection.bulk;
}

export interface StartBulkInput {
  run: RunReference;
}

/** Has the store begin to write its listing into a file, unless it does so for this run already. */
export const startBulk = (dependencies: Dependencies) =>
  async function startBulk({ run }: StartBulkInput): Promise<BulkStarted | AskedForTime> {
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    const observation = await database.withTenant(run.tenantId, nextObservation);
    const mode = leanModeOf(run.mode) ?? undefined;
    const asked = await askStore(store, patience, (signal) =>
      bulkReaderOf(store).start({ runId: run.id, observation, mode, signal }),
    );
    if (asked.kind === 'wait') return asked;
    if (asked.answer.kind === 'started') {
      await database.withTenant(run.tenantId, (sql) => noteReader(sql, run.id, { reader: 'bulk', note: null }));
    }
    return asked.answer;
  };

export interface BulkOperationInput {
  run: RunReference;
  operationId: string;
}

export type SeenBulk = { kind: 'running' | 'written'; requests: number } | BulkGivenUp | AskedForTime;

/** How far the operation is. The file's address stays here: who loads the file asks for it again (I8). */
export const lookAtBulk = (dependencies: Dependencies) =>
  async function lookAtBulk({ run, operationId }: BulkOperationInput): Promise<SeenBulk> {
    const store = await openStore(dependencies, run);
    const asked = await askStore(store, dependencies.patience, (signal) =>
      bulkReaderOf(store).look({ operationId, signal }),
    );
    if (asked.kind === 'wait' || asked.answer.kind === 'given_up') return asked.kind === 'wait' ? asked : asked.answer;
    const { kind, requests } = asked.answer;
    return { kind, requests };
  };

/** Gives the run's place among the shop's operations back. A store that does not answer ends it by itself, some day. */
export const cancelBulk = (dependencies: Dependencies) =>
  async function cancelBulk({ run, operationId }: BulkOperationInput): Promise<void> {
    const store = await openStore(dependencies, run);
    const cancelled = await bulkReaderOf(store).cancel({ operationId, signal: cancellationSignal() });
    if (isProblem(cancelled)) {
      const { logger } = dependencies;
      logger.warn(
        { ...logFieldsOf(run), operation: operationId, detail: cancelled.detail },
        'bulk operation not cancelled',
      );
    }
  };
