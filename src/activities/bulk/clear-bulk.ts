import { clearBulkLines } from '../../catalog/staging/clear-bulk-lines';
import type { RunReference } from '../../model/run-reference';
import type { Dependencies } from '../dependencies';

export interface ClearBulkInput {
  run: RunReference;
}

/** Takes the lines of the run's bulk file off the database. */
export const clearBulk = ({ database }: Dependencies) =>
  async function clearBulk({ run }: ClearBulkInput): Promise<void> {
    await clearBulkLines(database, run);
  };
