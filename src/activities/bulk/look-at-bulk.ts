import type { RunReference } from '../../model/run-reference';
import type { BulkGivenUp } from '../../platforms/bulk-reader';
import type { Dependencies } from '../dependencies';
import { askStore } from '../store/ask-store';
import { openStore } from '../store/open-store';
import { bulkReaderOf } from './bulk-reader-of';

export interface BulkOperationInput {
  run: RunReference;
  operationId: string;
}

export type SeenBulk =
  | { kind: 'running' | 'written'; requests: number }
  | BulkGivenUp
  | { kind: 'wait'; waitMs: number };

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
