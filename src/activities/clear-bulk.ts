import { clearBulkLines } from '../catalog/bulk/clear-bulk-lines';
import type { RunReference } from '../runs/run-reference';
import type { Dependencies } from './dependencies';

export interface ClearBulkInput {
  run: RunReference;
}

/** Takes the lines of the run's bulk file off the database. */
export const clearBulk = ({ database }: Dependencies) =>
  async function clearBulk({ run }: ClearBulkInput): Promise<void> {
    await clearBulkLines(database, run);
  };
