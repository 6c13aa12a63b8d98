import { nextObservation } from '../catalog/next-observation';
import { noteReader } from '../runs/note-reader';
import type { RunReference } from '../runs/run-reference';
import type { BulkStarted } from '../stores/bulk';
import { askStore } from './ask-store';
import { bulkReaderOf } from './bulk-reader-of';
import type { Dependencies } from './dependencies';
import { openStore } from './open-store';

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
