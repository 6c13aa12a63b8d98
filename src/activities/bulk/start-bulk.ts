import { nextObservation } from '../../catalog/staging/next-observation';
import type { RunReference } from '../../model/run-reference';
import type { BulkStarted } from '../../platforms/bulk-reader';
import { noteReader } from '../../runs/note-reader';
import type { Dependencies } from '../dependencies';
import { askStore } from '../store/ask-store';
import { openStore } from '../store/open-store';
import { bulkReaderOf } from './bulk-reader-of';

export interface StartBulkInput {
  run: RunReference;
}

/** Has the store begin to write its listing into a file, unless it does so for this run already. */
export const startBulk = (dependencies: Dependencies) =>
  async function startBulk({ run }: StartBulkInput): Promise<BulkStarted | { kind: 'wait'; waitMs: number }> {
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    const observation = await database.withTenant(run.tenantId, nextObservation);
    const asked = await askStore(store, patience, (signal) =>
      bulkReaderOf(store).start({ runId: run.id, observation, signal }),
    );
    if (asked.kind === 'wait') return asked;
    if (asked.answer.kind === 'started') {
      await database.withTenant(run.tenantId, (sql) => noteReader(sql, run.id, { reader: 'bulk', note: null }));
    }
    return asked.answer;
  };
